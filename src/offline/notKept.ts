/** Why a file is not kept. */
export type NotKeptReason =
  /** The disk, or the page's share of it, is full. */
  | 'no-room'
  /** The server sent other bytes than those of this version. */
  | 'other-version'
  /** The server did not send it. */
  | 'not-loaded';

/** A file that could not be kept. The message is a clause for a message, without a full stop. */
export class NotKept extends Error {
  override readonly name = 'NotKept';

  /** @param url address relative to the build's root */
  constructor(
    readonly reason: NotKeptReason,
    url: string,
    options?: ErrorOptions,
  ) {
    super(CLAUSES[reason](url), options);
  }
}

const CLAUSES: Readonly<Record<NotKeptReason, (url: string) => string>> = {
  'no-room': () => 'the disk, or this page’s share of it, is full',
  'other-version': (url) => `the server has another version of ${url}`,
  'not-loaded': (url) => `the server did not send ${url}`,
};
