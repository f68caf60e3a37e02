#version 300 es
precision highp float;

in vec2 position;
out vec4 colour;

uniform sampler2D luma;
uniform sampler2D chromaBlue;
uniform sampler2D chromaRed;
// Object ids / 255, one per pixel.
uniform sampler2D labels;
uniform sampler2D palette;
uniform vec2 pixels;
uniform float opacity;
uniform float outline;

// BT.601, limited range, as in ffmpeg's yuv420p.
vec3 rgb(vec3 yuv) {
  float y = (yuv.x - 16.0 / 255.0) * (255.0 / 219.0);
  float u = (yuv.y - 128.0 / 255.0) * (255.0 / 224.0);
  float v = (yuv.z - 128.0 / 255.0) * (255.0 / 224.0);
  return clamp(vec3(y + 1.402 * v, y - 0.344136 * u - 0.714136 * v, y + 1.772 * u), 0.0, 1.0);
}

int labelAt(ivec2 pixel) {
  ivec2 inside = clamp(pixel, ivec2(0), ivec2(pixels) - 1);
  return int(texelFetch(labels, inside, 0).r * 255.0 + 0.5);
}

void main() {
  ivec2 pixel = ivec2(position * pixels);
  vec3 picture = rgb(vec3(
    texelFetch(luma, pixel, 0).r,
    texture(chromaBlue, position).r,
    texture(chromaRed, position).r));
  if (opacity == 0.0 && outline == 0.0) {
    colour = vec4(picture, 1.0);
    return;
  }
  int label = labelAt(pixel);
  vec3 tint = texelFetch(palette, ivec2(label, 0), 0).rgb;
  if (label > 0) picture = mix(picture, tint, opacity);
  if (outline > 0.5) {
    // A two-pixel outline inside the object with a dark line around it, so that it is visible even
    // on a picture of the same colour.
    bool edge = false;
    bool near = false;
    for (int y = -2; y <= 2; y++) {
      for (int x = -2; x <= 2; x++) {
        int neighbour = labelAt(pixel + ivec2(x, y));
        if (neighbour == label) continue;
        int reach = max(abs(x), abs(y));
        if (label > 0) edge = true;
        if (label == 0 && reach <= 1) near = true;
      }
    }
    if (edge) picture = mix(tint, vec3(1.0), 0.25);
    else if (near) picture *= 0.35;
  }
  colour = vec4(picture, 1.0);
}
