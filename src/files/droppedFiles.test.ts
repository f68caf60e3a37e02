import { describe, expect, it } from 'vitest';
import { filesOfDrop, filesOfInput, mayBringFiles } from './droppedFiles.ts';

// Folders and directory handles exist in browsers only: e2e/ covers them.

describe('a drop without files', () => {
  /** What is dropped from elsewhere: the addresses, as a browser lists them. */
  function dropOf(addresses: string, type = 'text/uri-list'): DataTransfer {
    const item = { kind: 'string', webkitGetAsEntry: () => null };
    const getData = (asked: string) => (asked === type ? addresses : '');
    return { items: [item], types: [type], getData } as unknown as DataTransfer;
  }

  it('is said to be one when the browser gives only the addresses of files', async () => {
    const drop = dropOf('file:///home/ada/DAVIS\r\nfile:///home/ada/clip.mp4\r\n');
    expect(mayBringFiles(drop, false)).toBe(true);
    await expect(filesOfDrop(drop)).rejects.toThrow(
      'This browser did not hand over the dropped files. Use “Open a folder…” or “Open files…”',
    );
    await expect(filesOfDrop(dropOf(''))).rejects.toThrow('did not hand over the dropped files');
  });

  it('names a link that was dropped', async () => {
    await expect(
      filesOfDrop(dropOf('# a comment\r\nhttps://example.org/clip.mp4\r\n')),
    ).rejects.toThrow('A link was dropped, not a file: https://example.org/clip.mp4 Save what');
    const inFirefox = dropOf('https://example.org/a.mp4\nA clip', 'text/x-moz-url');
    expect(mayBringFiles(inFirefox, false)).toBe(true);
    await expect(filesOfDrop(inFirefox)).rejects.toThrow('not a file: https://example.org/a.mp4 ');
  });

  it('is not expected of dragged text, nor of a link of this page', () => {
    expect(mayBringFiles({ types: ['text/plain', 'text/html'] }, false)).toBe(false);
    expect(mayBringFiles({ types: ['text/uri-list', 'text/plain'] }, true)).toBe(false);
    expect(mayBringFiles({ types: ['Files'] }, true)).toBe(true);
  });
});

describe('filesOfInput', () => {
  function chosen(path: string): File {
    const file = new File(['content'], path.slice(path.lastIndexOf('/') + 1));
    Object.defineProperty(file, 'webkitRelativePath', { value: path });
    return file;
  }

  it('keeps the paths in the chosen folder, and skips files of the operating system', async () => {
    const files = filesOfInput([
      chosen('.davis/JPEGImages/480p/dog/00000.jpg'),
      chosen('.davis/.DS_Store'),
      chosen('.davis/__MACOSX/JPEGImages/480p/dog/00000.jpg'),
    ]);
    expect(files.map(({ path }) => path)).toEqual(['.davis/JPEGImages/480p/dog/00000.jpg']);
    expect(await (await files[0]?.blob())?.text()).toBe('content');
  });

  it('uses the names as paths for a plain file input', () => {
    expect(filesOfInput([new File([], 'clip.mp4')])[0]?.path).toBe('clip.mp4');
  });
});
