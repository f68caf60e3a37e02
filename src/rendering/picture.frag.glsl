#version 300 es
precision highp float;
precision highp int;

out vec4 colour;

// Planes of the picture, and of the one with which it is compared.
uniform sampler2D luma;
uniform sampler2D chromaBlue;
uniform sampler2D chromaRed;
uniform sampler2D otherLuma;
uniform sampler2D otherChromaBlue;
uniform sampler2D otherChromaRed;
// Object ids / 255, one per pixel: the column's, the ground truth, and those of layer `changes`.
uniform sampler2D labels;
uniform sampler2D truthLabels;
uniform sampler2D originalLabels;
uniform sampler2D codedLabels;
uniform sampler2D oursLabels;
// Colours by object id, and by size of a difference.
uniform sampler2D palette;
uniform sampler2D heat;

// Height of the target, and where the frame's corner is in it, in device pixels.
uniform float targetHeight;
uniform vec2 corner;
// Device pixels per frame pixel, and per CSS pixel.
uniform float scale;
uniform float pixelRatio;
uniform vec2 frameSize;
// Samples in each direction: more than one where the frame is reduced.
uniform int samples;
uniform int layer;
uniform int differenceKind;
uniform float gain;
uniform float opacity;
uniform bool greyBackground;
// Missed, false alarm, wrong object, correct; lost, won back.
uniform vec3 errorColours[4];
uniform vec3 changeColours[2];

const int MASKS = 0;
const int SPOTLIGHT = 1;
const int ERRORS = 2;
const int CHANGES = 3;
const int DIFFERENCE = 4;
const int VOID = 255;

// BT.601, limited range, as in ffmpeg's yuv420p.
vec3 rgb(vec3 yuv) {
  float y = (yuv.x - 16.0 / 255.0) * (255.0 / 219.0);
  float u = (yuv.y - 128.0 / 255.0) * (255.0 / 224.0);
  float v = (yuv.z - 128.0 / 255.0) * (255.0 / 224.0);
  return clamp(vec3(y + 1.402 * v, y - 0.344136 * u - 0.714136 * v, y + 1.772 * u), 0.0, 1.0);
}

// Enlarged pixels are squares, in chroma as coded; at scale 1, luma is exact.
vec3 yuvAt(sampler2D y, sampler2D u, sampler2D v, vec2 point) {
  ivec2 pixel = ivec2(point);
  vec2 chromaPoint = point / (2.0 * vec2(textureSize(u, 0)));
  if (scale >= 2.0) {
    ivec2 chroma = pixel / 2;
    return vec3(
      texelFetch(y, pixel, 0).r, texelFetch(u, chroma, 0).r, texelFetch(v, chroma, 0).r);
  }
  float bright = scale == 1.0 ? texelFetch(y, pixel, 0).r : texture(y, point / frameSize).r;
  return vec3(bright, texture(u, chromaPoint).r, texture(v, chromaPoint).r);
}

int idAt(sampler2D map, ivec2 pixel) {
  return int(texelFetch(map, pixel, 0).r * 255.0 + 0.5);
}

// Void pixels count as background, as in the score.
int truthAt(ivec2 pixel) {
  int id = idAt(truthLabels, pixel);
  return id == VOID ? 0 : id;
}

float grey(vec3 picture) {
  return dot(picture, vec3(0.299, 0.587, 0.114));
}

// Stripes and dots of a fixed size on the screen, for eyes that cannot tell the colours apart.
bool stripes(vec2 at, vec2 direction) {
  return mod(dot(at, direction) / pixelRatio, 6.0) < 2.0;
}

bool dots(vec2 at) {
  vec2 cell = mod(at / pixelRatio, 5.0);
  return cell.x < 2.0 && cell.y < 2.0;
}

vec3 withErrors(vec3 picture, ivec2 pixel, vec2 at) {
  int truth = truthAt(pixel);
  int id = idAt(labels, pixel);
  vec3 background = vec3(grey(picture) * 0.55);
  if (truth == 0 && id == 0) return background;
  if (truth == id) return mix(background, errorColours[3], 0.4);
  if (id == 0) return mix(background, errorColours[0], stripes(at, vec2(0.7, 0.7)) ? 1.0 : 0.55);
  if (truth == 0) return mix(background, errorColours[1], dots(at) ? 1.0 : 0.55);
  return mix(background, errorColours[2], stripes(at, vec2(0.0, 1.0)) ? 1.0 : 0.55);
}

vec3 withChanges(vec3 picture, ivec2 pixel, vec2 at) {
  int truth = truthAt(pixel);
  vec3 background = vec3(grey(picture) * 0.55);
  bool lost = idAt(originalLabels, pixel) == truth && idAt(codedLabels, pixel) != truth;
  if (!lost) return truth > 0 ? mix(background, vec3(1.0), 0.15) : background;
  if (idAt(oursLabels, pixel) == truth) return mix(background, changeColours[1], 0.8);
  return mix(background, changeColours[0], stripes(at, vec2(0.7, 0.7)) ? 1.0 : 0.55);
}

vec3 differenceOf(vec3 yuv, vec2 point) {
  vec3 other = yuvAt(otherLuma, otherChromaBlue, otherChromaRed, point);
  if (differenceKind == 0) return abs(rgb(yuv) - rgb(other)) * gain;
  if (differenceKind == 1) return 0.5 + (rgb(yuv) - rgb(other)) * gain * 0.5;
  float bright = min(abs(yuv.x - other.x) * gain, 1.0);
  if (differenceKind == 2) return vec3(bright);
  return texture(heat, vec2(bright * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
}

vec3 colourAt(vec2 point, vec2 at) {
  ivec2 pixel = ivec2(point);
  vec3 yuv = yuvAt(luma, chromaBlue, chromaRed, point);
  if (layer == DIFFERENCE) return differenceOf(yuv, point);
  vec3 picture = rgb(yuv);
  if (layer == ERRORS) return withErrors(picture, pixel, at);
  if (layer == CHANGES) return withChanges(picture, pixel, at);
  if (layer == MASKS) {
    int id = idAt(labels, pixel);
    return id > 0 ? mix(picture, texelFetch(palette, ivec2(id, 0), 0).rgb, opacity) : picture;
  }
  if (layer == SPOTLIGHT && idAt(labels, pixel) == 0) {
    return greyBackground ? vec3(grey(picture) * 0.7) : picture * 0.25;
  }
  return picture;
}

void main() {
  vec2 at = vec2(gl_FragCoord.x, targetHeight - gl_FragCoord.y) - corner;
  vec2 centre = at / scale;
  if (any(lessThan(centre, vec2(0.0))) || any(greaterThanEqual(centre, frameSize))) discard;
  vec3 sum = vec3(0.0);
  float step = 1.0 / float(samples);
  for (int y = 0; y < samples; y++) {
    for (int x = 0; x < samples; x++) {
      vec2 within = (vec2(x, y) + 0.5) * step - 0.5;
      vec2 point = clamp((at + within) / scale, vec2(0.0), frameSize - 0.001);
      sum += colourAt(point, at);
    }
  }
  colour = vec4(sum * step * step, 1.0);
}
