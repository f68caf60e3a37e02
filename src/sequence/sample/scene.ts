import { DirectionalLight, HemisphereLight, PerspectiveCamera, Scene, Vector3 } from 'three';
import { createBannerfish } from './bannerfish.ts';
import { createCaustics } from './caustics.ts';
import { createClownfish } from './clownfish.ts';
import { createCorals } from './corals.ts';
import { createKelp, createSeagrass } from './plants.ts';
import { FRAME_COUNT, FRAME_RATE, OBJECT_IDS, PICTURE_SIZE } from './sampleSequence.ts';
import { createSeabed } from './seabed.ts';
import { profile } from './shapes.ts';
import type { Swimmer } from './swimmer.ts';
import { createTurtle } from './turtle.ts';
import { createBackdrop, SUN, waterUniforms } from './water.ts';

/** The film: a scene and a camera that can be set to any frame. */
export interface ReefFilm {
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  /** Moves everything to where it is in frame `index`. */
  setFrame(index: number): void;
}

/**
 * The way of a swimmer over the film (progress 0..1): its place as seen from the camera's track
 * (x to the right of the track, y up, z towards the viewer), its heading (0 = to the right,
 * positive = away from the viewer), and how far it rolls its back towards the viewer.
 */
interface Way {
  readonly swimmer: Swimmer;
  readonly scale: number;
  readonly x: (progress: number) => number;
  readonly y: (progress: number) => number;
  readonly z: (progress: number) => number;
  readonly heading: (progress: number) => number;
  readonly pitch: (progress: number) => number;
  readonly roll: (progress: number) => number;
}

/**
 * A turtle glides to the right over the reef. The clownfish comes towards it and crosses in front;
 * the bannerfish overtakes behind it and then passes behind the kelp.
 */
export function createReefFilm(): ReefFilm {
  const scene = new Scene();
  const camera = new PerspectiveCamera(38, PICTURE_SIZE.width / PICTURE_SIZE.height, 0.1, 120);
  const caustics = createCaustics();
  waterUniforms.caustics.value = caustics.texture;

  const seabed = createSeabed();
  scene.add(createBackdrop(), seabed.root, createCorals(seabed.spots), createSeagrass());
  scene.add(createKelp(KELP));
  scene.add(new HemisphereLight(0x9fdcea, 0x5a6a50, 1.25), sunLight());

  const ways = createWays();
  for (const { swimmer, scale } of ways) {
    swimmer.root.scale.setScalar(scale);
    swimmer.root.rotation.order = 'YZX';
    scene.add(swimmer.root);
  }
  return {
    scene,
    camera,
    setFrame(index) {
      const progress = index / (FRAME_COUNT - 1);
      const seconds = index / FRAME_RATE;
      waterUniforms.seconds.value = seconds;
      caustics.update(seconds);
      const track = moveCamera(camera, progress, seconds);
      for (const way of ways) swim(way, track, progress, seconds);
    },
  };
}

/** Places of the kelp; the first stands where the bannerfish passes. */
const KELP = [
  [4.1, 0.2],
  [-6.3, -4.9],
  [10.2, -2.2],
  [-10.4, -6.4],
  [1.9, -6.6],
  [7.6, -8.4],
  [-2.6, -11.2],
  [13.0, -7.4],
  [4.6, -13.4],
  [-7.0, -14.0],
] as const;

/** The camera follows to the right and rises and sinks a little, as a diver does. */
function moveCamera(camera: PerspectiveCamera, progress: number, seconds: number): number {
  const track = 2.3 * progress;
  camera.position.set(track, 2.25 + 0.07 * Math.sin(seconds * 2.4), 9 - 0.35 * progress);
  camera.lookAt(new Vector3(track + 0.15 * progress, 1.92 + 0.05 * Math.sin(seconds * 1.9 + 1), 0));
  camera.rotateZ(0.012 * Math.sin(seconds * 1.6 + 0.4));
  camera.updateMatrixWorld();
  return track;
}

function createWays(): Way[] {
  const [turtle, clownfish, bannerfish] = OBJECT_IDS;
  return [
    {
      swimmer: createTurtle(turtle),
      scale: 1.06,
      x: profile([
        [0, -1.75],
        [0.5, -0.1],
        [1, 1.55],
      ]),
      y: profile([
        [0, 2.35],
        [0.5, 2.55],
        [1, 2.95],
      ]),
      z: profile([
        [0, -0.6],
        [1, -0.2],
      ]),
      heading: profile([
        [0, 0.42],
        [0.5, 0.2],
        [1, -0.25],
      ]),
      pitch: profile([
        [0, 0.02],
        [1, 0.16],
      ]),
      roll: profile([
        [0, 0.62],
        [0.5, 0.5],
        [1, 0.72],
      ]),
    },
    {
      swimmer: createClownfish(clownfish),
      scale: 1.12,
      x: profile([
        [0, 2.55],
        [0.5, 0.35],
        [1, -2.6],
      ]),
      y: profile([
        [0, 1.35],
        [0.35, 1.75],
        [0.6, 2.1],
        [1, 1.5],
      ]),
      z: profile([
        [0, 1.0],
        [1, 1.5],
      ]),
      heading: profile([
        [0, Math.PI + 0.35],
        [0.5, Math.PI - 0.1],
        [1, Math.PI - 0.5],
      ]),
      pitch: profile([
        [0, 0.1],
        [0.4, 0.16],
        [0.7, -0.05],
        [1, -0.22],
      ]),
      roll: profile([
        [0, 0],
        [1, 0],
      ]),
    },
    {
      swimmer: createBannerfish(bannerfish),
      scale: 1.2,
      x: profile([
        [0, -4.25],
        [0.35, -1.3],
        [0.7, 2.0],
        [1, 4.3],
      ]),
      y: profile([
        [0, 1.75],
        [0.35, 2.35],
        [0.7, 2.1],
        [1, 1.9],
      ]),
      z: profile([
        [0, -1.5],
        [0.5, -1.9],
        [1, -1.5],
      ]),
      heading: profile([
        [0, 0.15],
        [0.5, -0.1],
        [1, -0.5],
      ]),
      pitch: profile([
        [0, 0.15],
        [0.35, 0.05],
        [1, -0.08],
      ]),
      roll: profile([
        [0, 0],
        [1, 0.1],
      ]),
    },
  ];
}

function swim(way: Way, track: number, progress: number, seconds: number): void {
  const { root } = way.swimmer;
  root.position.set(track + way.x(progress), way.y(progress), way.z(progress));
  root.rotation.set(way.roll(progress), way.heading(progress), way.pitch(progress));
  way.swimmer.animate(seconds);
}

function sunLight(): DirectionalLight {
  const sun = new DirectionalLight(0xfff0d6, 3.3);
  sun.target.position.set(1, 1, -2);
  sun.position.copy(sun.target.position).addScaledVector(SUN, 20);
  sun.target.updateMatrixWorld();
  sun.castShadow = true;
  sun.shadow.mapSize.set(3072, 3072);
  sun.shadow.bias = -0.0006;
  sun.shadow.normalBias = 0.02;
  sun.shadow.radius = 2.5;
  const { camera } = sun.shadow;
  camera.left = -12;
  camera.right = 12;
  camera.top = 11;
  camera.bottom = -9;
  camera.near = 1;
  camera.far = 45;
  return sun;
}
