import { type BufferGeometry, Group, type Material, Mesh, Vector3 } from 'three';
import { type Deform, storeRest } from './shapes.ts';

/** An object of the sequence, with its own label. It faces +x; y is up. */
export interface Swimmer {
  readonly objectId: number;
  readonly root: Group;
  /** Deforms the body for a time. */
  animate(seconds: number): void;
}

/** A part of a swimmer: its shape at rest, its material, and its deformation before the body's. */
export interface Part {
  readonly geometry: BufferGeometry;
  readonly material: Material;
  readonly deform?: Deform;
}

/**
 * Combines parts; `body` deforms all of them. Vertices are moved here instead of in a shader, so
 * that picture, shadow and label use the same ones.
 */
export function createSwimmer(objectId: number, parts: readonly Part[], body: Deform): Swimmer {
  const root = new Group();
  const moving = parts.map(({ geometry, material, deform }) => {
    storeRest(geometry);
    const mesh = new Mesh(geometry, material);
    mesh.castShadow = mesh.receiveShadow = true;
    mesh.frustumCulled = false;
    root.add(mesh);
    return { geometry, deform };
  });
  const place = new Vector3();
  return {
    objectId,
    root,
    animate(seconds) {
      for (const { geometry, deform } of moving) {
        const rest = geometry.getAttribute('rest');
        const position = geometry.getAttribute('position');
        for (let i = 0; i < rest.count; i++) {
          place.fromBufferAttribute(rest, i);
          deform?.(place, seconds);
          body(place, seconds);
          position.setXYZ(i, place.x, place.y, place.z);
        }
        position.needsUpdate = true;
        geometry.computeVertexNormals();
      }
    },
  };
}

/** The swimming motion of a fish: a wave that runs from nose to tail with growing amplitude. */
export interface BodyWave {
  /** x of the nose, and the distance to the root of the tail fin. */
  readonly nose: number;
  readonly length: number;
  /** Amplitude at the root of the tail fin. */
  readonly reach: number;
  /** Number of waves on the body, and beats per second. */
  readonly waves: number;
  readonly beats: number;
}

export function bodyWave({ nose, length, reach, waves, beats }: BodyWave): Deform {
  const sideways = (s: number, seconds: number) =>
    reach * (0.1 + 0.9 * s * Math.abs(s)) * Math.sin(2 * Math.PI * (waves * s - beats * seconds));
  return (place, seconds) => {
    const s = (nose - place.x) / length;
    const offset = sideways(s, seconds);
    const slope = (sideways(s + 0.01, seconds) - sideways(s - 0.01, seconds)) / (0.02 * length);
    const bend = Math.atan(slope);
    place.x += Math.sin(bend) * place.z;
    place.z = offset + Math.cos(bend) * place.z;
  };
}

/** Rotates a point about an axis through `hinge`, e.g. a fin about its root. */
export function turnAbout(place: Vector3, hinge: Vector3, axis: Vector3, angle: number): void {
  place.sub(hinge).applyAxisAngle(axis, angle).add(hinge);
}
