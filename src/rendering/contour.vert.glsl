#version 300 es
precision highp float;
precision highp int;

// A border of an object: its start (x, y) and length in frame pixels, and 256 × its side + its id.
in uvec4 border;
flat out uint id;

uniform vec2 targetSize;
uniform vec2 corner;
uniform float scale;
// Where the line begins and ends across the border, from outside to inside, in device pixels.
uniform vec2 across;

// The line has the same width at every magnification, and lies on the device's pixels.
void main() {
  uint side = border.w >> 8u;
  id = border.w & 255u;
  bool isLevel = side < 2u;
  vec2 start = vec2(border.xy);
  vec2 end = start + (isLevel ? vec2(border.z, 0) : vec2(0, border.z));
  vec2 from = floor(corner + start * scale + 0.5);
  vec2 to = floor(corner + end * scale + 0.5);
  // The object is below (0), above (1), right of (2) or left of (3) its border.
  float inwards = (side & 1u) == 0u ? 1.0 : -1.0;
  // Outside, lines are longer, so that corners are closed.
  float longer = max(-across.x, 0.0);
  float part = float(gl_VertexID & 1);
  float place = mix(across.x, across.y, float(gl_VertexID >> 1)) * inwards;
  vec2 point;
  if (isLevel) {
    to.x = max(to.x, from.x + 1.0);
    point = vec2(mix(from.x - longer, to.x + longer, part), from.y + place);
  } else {
    to.y = max(to.y, from.y + 1.0);
    point = vec2(from.x + place, mix(from.y - longer, to.y + longer, part));
  }
  vec2 clip = point / targetSize * 2.0 - 1.0;
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
}
