import { createBannerfish } from './bannerfish.ts';
import { createClownfish } from './clownfish.ts';
import { OBJECT_IDS } from './sampleSequence.ts';
import { profile } from './shapes.ts';
import type { Swimmer } from './swimmer.ts';
import { createTurtle } from './turtle.ts';

/** The path of a swimmer during the film. */
export interface Way {
  readonly swimmer: Swimmer;
  /** Functions of the film's progress, 0..1. */
  readonly pose: Readonly<Record<Coordinate, (progress: number) => number>>;
}

/**
 * The coordinates in the tables below: the position relative to the camera (x to the right, y up, z
 * towards the viewer), and in radians the heading (0 = to the right, positive = away from the
 * viewer), the pitch of the nose upwards, and the roll of the back towards the viewer.
 */
type Coordinate = 'x' | 'y' | 'z' | 'heading' | 'pitch' | 'roll';

type Keyframe = readonly [
  progress: number,
  x: number,
  y: number,
  z: number,
  heading: number,
  pitch: number,
  roll: number,
];

/** Glides to the right over the reef. */
const TURTLE: readonly Keyframe[] = [
  [0, -1.75, 2.4, -0.6, 0.42, 0.02, 0.62],
  [0.5, -0.1, 2.5, -0.4, 0.2, 0.08, 0.5],
  [1, 1.55, 2.95, -0.2, -0.25, 0.16, 0.72],
];

/** Approaches the turtle, crosses in front of it and dives to the left. */
const CLOWNFISH: readonly Keyframe[] = [
  [0, 2.6, 1.4, 0.8, Math.PI + 0.35, 0.1, 0],
  [0.35, 1.55, 1.75, 1.0, Math.PI + 0.1, 0.14, 0],
  [0.6, 0.25, 2.0, 1.2, Math.PI - 0.1, 0.02, 0],
  [0.75, -0.95, 1.85, 1.3, Math.PI - 0.2, -0.1, 0],
  [1, -2.7, 1.45, 1.4, Math.PI - 0.45, -0.2, 0],
];

/** Overtakes the turtle behind it, then passes behind the kelp. */
const BANNERFISH: readonly Keyframe[] = [
  [0, -4.4, 2.35, -0.8, -0.08, 0.12, 0],
  [0.3, -1.55, 2.8, -1.7, -0.1, 0.04, 0],
  [0.5, 0.75, 2.85, -1.8, -0.15, 0, 0],
  [0.75, 2.9, 2.4, -1.5, -0.25, -0.05, 0.05],
  [1, 4.5, 2.1, -1.1, -0.4, -0.08, 0.1],
];

export function createWays(): Way[] {
  const [turtle, clownfish, bannerfish] = OBJECT_IDS;
  return [
    createWay(createTurtle(turtle), 1.06, TURTLE),
    createWay(createClownfish(clownfish), 1.08, CLOWNFISH),
    createWay(createBannerfish(bannerfish), 1.32, BANNERFISH),
  ];
}

/** Moves a swimmer to its position at a time and animates its body; `track` is the camera's x. */
export function swimAlong(
  { swimmer, pose }: Way,
  track: number,
  progress: number,
  seconds: number,
): void {
  const { root } = swimmer;
  root.position.set(track + pose.x(progress), pose.y(progress), pose.z(progress));
  root.rotation.set(pose.roll(progress), pose.heading(progress), pose.pitch(progress), 'YZX');
  swimmer.animate(seconds);
}

function createWay(swimmer: Swimmer, scale: number, keyframes: readonly Keyframe[]): Way {
  swimmer.root.scale.setScalar(scale);
  const column = (index: number) =>
    profile(keyframes.map((keyframe) => [keyframe[0], keyframe[index] ?? 0] as const));
  const pose = {
    x: column(1),
    y: column(2),
    z: column(3),
    heading: column(4),
    pitch: column(5),
    roll: column(6),
  };
  return { swimmer, pose };
}
