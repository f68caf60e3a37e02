import { BufferGeometry, CatmullRomCurve3, Float32BufferAttribute, Vector3 } from 'three';

/** Moves a point of the geometry at rest to its position at a time. */
export type Deform = (place: Vector3, seconds: number) => void;

/** A cross-section of a body along the x axis. */
export interface Section {
  readonly x: number;
  /** Height of its centre. */
  readonly y: number;
  /** Half extents: upwards, downwards, sideways. */
  readonly top: number;
  readonly bottom: number;
  readonly side: number;
}

/** A closed body through elliptic cross-sections, from the nose (s = 0) to the end (s = 1). */
export function loft(section: (s: number) => Section, along = 48, around = 28): BufferGeometry {
  return grid(around, along, true, (u, s) => {
    const { x, y, top, bottom, side } = section(s);
    const angle = u * 2 * Math.PI;
    const height = Math.sin(angle);
    return new Vector3(x, y + height * (height > 0 ? top : bottom), side * Math.cos(angle));
  });
}

/** A thin sheet such as a fin or leaf; u goes across and v from root to tip, 0..1. */
export function sheet(
  point: (u: number, v: number) => Vector3,
  across = 12,
  along = 12,
): BufferGeometry {
  return grid(across, along, false, point);
}

/** A tube along a curve through `points`, from the first (s = 0) to the last (s = 1). */
export function tube(
  points: readonly Vector3[],
  radius: (s: number) => number,
  along = 16,
  around = 8,
): BufferGeometry {
  const curve = new CatmullRomCurve3([...points]);
  const frames = curve.computeFrenetFrames(along, false);
  return grid(around, along, true, (u, s) => {
    const at = Math.min(along, Math.round(s * along));
    const normal = frames.normals[at] ?? new Vector3(0, 0, 1);
    const binormal = frames.binormals[at] ?? new Vector3(1, 0, 0);
    const angle = u * 2 * Math.PI;
    return curve
      .getPoint(s)
      .addScaledVector(normal, Math.cos(angle) * radius(s))
      .addScaledVector(binormal, Math.sin(angle) * radius(s));
  });
}

/** A smooth function through points with ascending x (cubic with Catmull–Rom tangents). */
export function profile(points: readonly (readonly [number, number])[]): (x: number) => number {
  const at = (index: number) =>
    points[Math.min(points.length - 1, Math.max(0, index))] as readonly [number, number];
  const slope = (index: number) => {
    const before = at(index - 1);
    const after = at(index + 1);
    return (after[1] - before[1]) / (after[0] - before[0]);
  };
  return (x) => {
    let index = 0;
    while (index < points.length - 2 && x > at(index + 1)[0]) index++;
    const [x0, y0] = at(index);
    const [x1, y1] = at(index + 1);
    const width = x1 - x0;
    const t = Math.min(1, Math.max(0, (x - x0) / width));
    const t2 = t * t;
    const t3 = t2 * t;
    return (
      (2 * t3 - 3 * t2 + 1) * y0 +
      (t3 - 2 * t2 + t) * width * slope(index) +
      (3 * t2 - 2 * t3) * y1 +
      (t3 - t2) * width * slope(index + 1)
    );
  };
}

/** A rectangle of a projection, in scene units. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Projects a skin onto a geometry from the side (x, y) or from above (x, z). */
export function projectSkin(geometry: BufferGeometry, from: 'side' | 'above', box: Box): void {
  const position = geometry.getAttribute('position');
  const uv: number[] = [];
  for (let i = 0; i < position.count; i++) {
    const second = from === 'side' ? position.getY(i) : position.getZ(i);
    uv.push((position.getX(i) - box.left) / (box.right - box.left));
    uv.push((second - box.bottom) / (box.top - box.bottom));
  }
  geometry.setAttribute('uv', new Float32BufferAttribute(uv, 2));
}

/** Moves every vertex. */
export function reshape(geometry: BufferGeometry, move: (place: Vector3) => void): BufferGeometry {
  const position = geometry.getAttribute('position');
  const place = new Vector3();
  for (let i = 0; i < position.count; i++) {
    place.fromBufferAttribute(position, i);
    move(place);
    position.setXYZ(i, place.x, place.y, place.z);
  }
  position.needsUpdate = true;
  geometry.computeVertexNormals();
  return geometry;
}

/** Stores the shape at rest, which determines triplanar texture coordinates. */
export function storeRest(geometry: BufferGeometry): BufferGeometry {
  geometry.setAttribute('rest', geometry.getAttribute('position').clone());
  geometry.setAttribute('restNormal', geometry.getAttribute('normal').clone());
  return geometry;
}

function grid(
  across: number,
  along: number,
  closed: boolean,
  point: (u: number, v: number) => Vector3,
): BufferGeometry {
  const columns = closed ? across : across + 1;
  const positions: number[] = [];
  const uvs: number[] = [];
  for (let row = 0; row <= along; row++) {
    for (let column = 0; column < columns; column++) {
      const u = column / across;
      const v = row / along;
      const { x, y, z } = point(u, v);
      positions.push(x, y, z);
      uvs.push(u, v);
    }
  }
  const indices: number[] = [];
  for (let row = 0; row < along; row++) {
    for (let column = 0; column < across; column++) {
      const next = (column + 1) % columns;
      const a = row * columns + column;
      const b = row * columns + next;
      indices.push(a, b, a + columns, b, b + columns, a + columns);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new Float32BufferAttribute(positions, 3));
  geometry.setAttribute('uv', new Float32BufferAttribute(uvs, 2));
  geometry.setIndex(indices);
  geometry.computeVertexNormals();
  return geometry;
}
