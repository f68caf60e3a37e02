import { columnOf, madeUpResult } from '../../testing/madeUpResults.ts';
import { resultKey } from '../resultIdentity.ts';
import { ResultStore } from '../resultStore.ts';

declare global {
  interface Window {
    keptUnderFormerKeys: typeof keptUnderFormerKeys;
  }
}

/**
 * Stores one result under two keys of earlier versions, then lists and replaces it, or lists and
 * deletes it.
 *
 * @returns the listings before and after
 */
async function keptUnderFormerKeys() {
  const make = (JF: number) => madeUpResult('dog', { x265: columnOf(JF, 0.02, 45) });
  const key = await resultKey(make(0.1));
  const listed = async (name: string) => {
    const { results } = await new ResultStore(name).list();
    return results.map((kept) => ({ own: kept.key === key, JF: kept.result.columns[0]?.JF }));
  };
  /** A new page with two earlier entries. */
  const open = async (name: string) => {
    await new ResultStore(name).put(
      { key: 'older', savedAt: 1, result: make(0.1) },
      { key: 'later', savedAt: 2, result: make(0.2) },
    );
    const before = await listed(name);
    const store = new ResultStore(name);
    await store.list();
    return { store, before };
  };
  const replacing = await open('replaced');
  await replacing.store.put({ key, savedAt: 3, result: make(0.3) });
  const replaced = await listed('replaced');
  // Without the new entry, none of the earlier entries must be listed.
  await new ResultStore('replaced').delete(key);
  const deleting = await open('deleted');
  await deleting.store.delete(key);
  return {
    before: replacing.before,
    replaced,
    behindIt: await listed('replaced'),
    deleted: await listed('deleted'),
  };
}

window.keptUnderFormerKeys = keptUnderFormerKeys;
