#version 300 es
precision highp float;
precision highp int;

flat in uint id;
out vec4 colour;

uniform sampler2D palette;
// Used for all objects if its alpha is 1.
uniform vec4 fixedColour;

void main() {
  vec3 ofObject = mix(texelFetch(palette, ivec2(int(id), 0), 0).rgb, vec3(1.0), 0.35);
  colour = vec4(fixedColour.a == 1.0 ? fixedColour.rgb : ofObject, 1.0);
}
