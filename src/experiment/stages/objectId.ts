const ids = new WeakMap<object, number>();
let next = 1;

/** A number that identifies an object, such as a sequence or a file, as long as the page is open. */
export function objectId(object: object): number {
  const id = ids.get(object) ?? next++;
  ids.set(object, id);
  return id;
}
