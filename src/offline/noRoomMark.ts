const MARK = 'maskscope-no-room';

/**
 * Remembers for other visits whether the browser had no room for the files that were to be kept. It
 * cannot be asked: Chromium reports 10 GB of room also on a full disk.
 */
export function markNoRoom(hasNoRoom: boolean): void {
  try {
    if (hasNoRoom) localStorage.setItem(MARK, '');
    else localStorage.removeItem(MARK);
  } catch {
    // Nothing can be stored: every visit finds out.
  }
}

/** True if a visit found no room, and the user has not made some since. */
export function hadNoRoom(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}
