#version 300 es
precision highp float;

flat in vec4 fill;
in float across;
out vec4 result;

uniform bool isLine;
uniform float width;

void main() {
  float cover = isLine ? clamp(0.5 * width + 0.5 - abs(across), 0.0, 1.0) : 1.0;
  result = vec4(fill.rgb, fill.a * cover);
}
