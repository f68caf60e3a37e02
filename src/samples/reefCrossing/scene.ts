import { DirectionalLight, HemisphereLight, PerspectiveCamera, Scene, Vector3 } from 'three';
import { createCaustics } from './caustics.ts';
import { createCorals } from './corals.ts';
import { createKelp, createSeagrass } from './plants.ts';
import { FRAME_COUNT, FRAME_RATE, PICTURE_SIZE } from './sampleSequence.ts';
import { createSeabed } from './seabed.ts';
import { createWays, swimAlong } from './swimPaths.ts';
import { createBackdrop, SUN, waterUniforms } from './water.ts';

/** The film: a scene and a camera that can be set to any frame. */
export interface ReefFilm {
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  /** Moves everything to its position in frame `index`. */
  setFrame(index: number): void;
}

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
  for (const { swimmer } of ways) scene.add(swimmer.root);
  return {
    scene,
    camera,
    setFrame(index) {
      const progress = index / (FRAME_COUNT - 1);
      const seconds = index / FRAME_RATE;
      waterUniforms.seconds.value = seconds;
      caustics.update(seconds);
      const track = moveCamera(camera, progress, seconds);
      for (const way of ways) swimAlong(way, track, progress, seconds);
    },
  };
}

/** Positions of the kelp; the bannerfish passes behind the first. */
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

/** Moves the camera to the right and slightly up and down, like a diver. @returns its x */
function moveCamera(camera: PerspectiveCamera, progress: number, seconds: number): number {
  const track = 2.3 * progress;
  camera.position.set(track, 2.25 + 0.07 * Math.sin(seconds * 2.4), 9 - 0.35 * progress);
  camera.lookAt(new Vector3(track + 0.15 * progress, 1.92 + 0.05 * Math.sin(seconds * 1.9 + 1), 0));
  camera.rotateZ(0.012 * Math.sin(seconds * 1.6 + 0.4));
  camera.updateMatrixWorld();
  return track;
}

function sunLight(): DirectionalLight {
  const sun = new DirectionalLight(0xfff0d6, 3.3);
  sun.target.position.set(1, 1, -2);
  sun.position.copy(sun.target.position).addScaledVector(SUN, 20);
  sun.target.updateMatrixWorld();
  sun.castShadow = true;
  sun.shadow.mapSize.set(2048, 2048);
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
