/**
 * Two VVC streams of ffmpeg's `testsrc2`, 64×48, 9 frames, encoded with VVenC 1.15.0-dev
 * (0a41b119): `vvencFFapp -c CFG --InputFile input.yuv -s 64x48 -fr 25 --QP Q --BitstreamFile B`.
 * `bits` are the bits that it printed per picture, in display order; the first coded picture
 * includes the parameter sets.
 */

/** `cfg/experimental/lowdelay_faster.cfg` at QP 50: coded in display order. */
export const LOW_DELAY = {
  bits: [1664, 112, 112, 112, 112, 112, 112, 112, 112],
  stream: fromBase64(
    'AAAAAQB5AAsCEIAAgIIMRqAL//WEJsrGCBBOCGi4iIiJfEREuoiIl3EREuSIiJcsRES5oiIlzxERW/J+' +
      'X/L+pf3L+SX8sv5pfzy/iJfURL7iJfJES+WIl80RL54ihmCMeKAAAAMAIAAAAwMmIAAAAAEAgQAAQQYi' +
      'kIGCAAABAEHEAQF3gAhnMKtVfoE3fQkzEWH5/HdZNK4NjjnAkrQ+BjRIOjqAOIZKXeRM3t+Z8tKjB+76' +
      '9kbz61cA48pCdvzJ0USjOYSnmgJ+/WCLtMsYxAAAAAEAAZQF1QAQPHtAAAAAAQABlAnVIg+8ecAAAAAB' +
      'AAGUDdVCBA97QAAAAAEAAZQR1WIPvHnAAAAAAQABlBXVggQPe0AAAAABAAGUGdWiD7x5wAAAAAEAAZQd' +
      '1cIED3tAAAAAAQABlCHV4gy8akA=',
  ),
};

/** `cfg/randomaccess_faster.cfg` at QP 55: picture 7 is coded first. */
export const RANDOM_ACCESS = {
  bits: [136, 136, 128, 128, 128, 136, 128, 2464, 120],
  stream: fromBase64(
    'AAAAAQB5AKsCEIAAAICCDEagBzf/rCE2VjBAgnABMQEEEEIGEIQsRCFkhC1CF6PVqS8kmpLJEWoi8RJq' +
      'IkUkRJkiJNRliIQskIWoQvCEmoQkUkISZIQl1JCEhIiEJFEQhJiIQl1EQhIoyEJMZCEuoyEKBBYQggMR' +
      'CBkiDUgEzBBBBYQAgsQCAhAgEBUIEAgNIQIBAWIEAgIggEBZBAICQgEDICAiEBAWQgICRAQNAgJIEDgg' +
      'YgELIECIQIFkIECRAg0ECSCDhBkCLQgkhDiGhLkcqBBYQAgsQCAhAgEBUIEAgQzBGPFAAAADAEAAAAZG' +
      'IAAAAAEAgQAAQQYipBggAAABADnEHQGngAmILZicE4I9pkSdDHov7tWBZhhkj3IyAH2nCYN4EyRNt6AG' +
      '547kbpGIaxwAAAABABSUDdEQiACN4H+AAAAAAQAVlAXRoQ0IECUYh4AAAAABABaUAdHISQgQJRiHgAAA' +
      'AAEAFpQJkejiDAlGh4AAAAABABWUFZGpDQkwJRiHgAAAAAEAFpQRkejkECUYh4AAAAABABaUGZHq5TAl' +
      'GIeAAAAAAQAOlCHRawCV4IOA',
  ),
};

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
