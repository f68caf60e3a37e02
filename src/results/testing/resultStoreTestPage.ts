import { describeError } from '../../problem.ts';
import { KeptResults } from '../../session/keptResults.ts';
import { columnOf, madeUpResult } from '../../testing/madeUpResults.ts';
import { resultKey } from '../resultIdentity.ts';
import { ResultStore } from '../resultStore.ts';

declare global {
  interface Window {
    keptUnderFormerKeys: typeof keptUnderFormerKeys;
    keptAfterUpgrade: typeof keptAfterUpgrade;
    keptWithoutAnswer: typeof keptWithoutAnswer;
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

function opened(name: string, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** What keeping a result comes to after another page has upgraded the database. */
async function keptAfterUpgrade(): Promise<string> {
  const name = 'upgraded';
  const store = new ResultStore(name);
  await store.list();
  await opened(name, 2);
  return store.list().then(() => 'no error', describeError);
}

/** What keeping a result comes to while the browser does not answer, and afterwards. */
async function keptWithoutAnswer() {
  const kept = new KeptResults(new ResultStore('silent'));
  const result = madeUpResult('dog', { x265: columnOf(0.5, 0.02, 45) });
  // A database that is to be deleted cannot be opened until its last connection is closed.
  const connection = await opened('silent', 1);
  indexedDB.deleteDatabase('silent');
  await kept.add([result]);
  const { problem, results } = kept.store.getState();
  connection.close();
  await kept.add([madeUpResult('cat', { x265: columnOf(0.5, 0.02, 45) })]);
  const stored = await new ResultStore('silent').list();
  return {
    problem,
    shown: results.length,
    later: kept.store.getState().problem,
    stored: stored.results.length,
  };
}

window.keptAfterUpgrade = keptAfterUpgrade;
window.keptWithoutAnswer = keptWithoutAnswer;
