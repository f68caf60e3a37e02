import { describe, expect, it } from 'vitest';
import { filesOfInput } from './droppedFiles.ts';

// Drops and directory handles exist in browsers only: e2e/ covers them.
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
