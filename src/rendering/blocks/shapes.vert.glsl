#version 300 es
precision highp float;
precision highp int;

// In frame pixels: x, y, width and height of a rectangle, or the ends of a line.
in vec4 shape;
in vec4 colour;
flat out vec4 fill;
// Distance from the middle of the line, in device pixels.
out float across;

uniform vec2 targetSize;
uniform vec2 corner;
uniform float scale;
uniform bool isLine;
// Of a line, in device pixels.
uniform float width;
// Used instead of the shapes' colours if its alpha is not 0.
uniform vec4 shade;

// Rectangles lie on the device's pixels, so that neighbours meet. Level and upright lines do too;
// others have soft edges.
void main() {
  fill = shade.a > 0.0 ? shade : colour;
  across = 0.0;
  float along = float(gl_VertexID & 1);
  float side = float(gl_VertexID >> 1);
  vec2 point;
  if (!isLine) {
    vec2 from = floor(corner + shape.xy * scale + 0.5);
    vec2 to = floor(corner + (shape.xy + shape.zw) * scale + 0.5);
    point = mix(from, to, vec2(along, side));
  } else {
    vec2 from = corner + shape.xy * scale;
    vec2 to = corner + shape.zw * scale;
    if (shape.x == shape.z || shape.y == shape.w) {
      float middle = mod(width, 2.0) * 0.5;
      from = floor(from + 0.5) + middle;
      to = floor(to + 0.5) + middle;
    }
    vec2 way = to - from;
    vec2 forward = length(way) > 0.0 ? normalize(way) : vec2(1.0, 0.0);
    vec2 sideways = vec2(-forward.y, forward.x);
    across = (2.0 * side - 1.0) * (0.5 * width + 1.0);
    point = mix(from, to, along) + forward * (along - 0.5) * width + sideways * across;
  }
  vec2 clip = point / targetSize * 2.0 - 1.0;
  gl_Position = vec4(clip.x, -clip.y, 0.0, 1.0);
}
