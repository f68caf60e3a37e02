import {
  type BufferGeometry,
  Color,
  Euler,
  InstancedMesh,
  type Material,
  Matrix4,
  Quaternion,
  Vector3,
} from 'three';
import { createSwayingShadow } from './water.ts';

/** Position, rotation and scale of a copy. */
export interface Placement {
  readonly at: Vector3;
  /** Turn about the vertical, and lean about x and z, in radians. */
  readonly turn?: number;
  readonly leanX?: number;
  readonly leanZ?: number;
  readonly scale?: number | Vector3;
  /** Multiplies the colour of the skin. */
  readonly tint?: Color;
}

/** Draws many copies of one geometry. */
export function placeCopies(
  geometry: BufferGeometry,
  material: Material,
  placements: readonly Placement[],
  sway = 0,
): InstancedMesh {
  const mesh = new InstancedMesh(geometry, material, placements.length);
  const matrix = new Matrix4();
  const turn = new Quaternion();
  // Near copies first, so that hidden ones are not shaded. This halves the time per frame.
  const nearFirst = [...placements].sort((a, b) => b.at.z - a.at.z);
  nearFirst.forEach((placement, index) => {
    turn.setFromEuler(
      new Euler(placement.leanX ?? 0, placement.turn ?? 0, placement.leanZ ?? 0, 'ZXY'),
    );
    const { scale = 1 } = placement;
    const size = typeof scale === 'number' ? new Vector3(scale, scale, scale) : scale;
    mesh.setMatrixAt(index, matrix.compose(placement.at, turn, size));
    mesh.setColorAt(index, placement.tint ?? new Color(1, 1, 1));
  });
  mesh.castShadow = mesh.receiveShadow = true;
  mesh.frustumCulled = false;
  if (sway > 0) mesh.customDepthMaterial = createSwayingShadow(sway);
  return mesh;
}

/** A colour that multiplies that of a skin; channels may exceed 1. */
export function tint(red: number, green: number, blue: number, brightness = 1): Color {
  return new Color(red * brightness, green * brightness, blue * brightness);
}
