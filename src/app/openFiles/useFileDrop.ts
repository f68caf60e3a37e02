import { useEffect, useState } from 'react';
import { filesOfDrop } from '../../files/droppedFiles.ts';
import { useApp } from '../experimentContext.ts';

/** Opens files dropped anywhere on the page. Returns true while files are dragged over it. */
export function useFileDrop(): boolean {
  const { opening } = useApp();
  const [dropping, setDropping] = useState(false);
  useEffect(() => {
    // Ignore drags of text and images.
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDropping(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDropping(false);
      if (event.dataTransfer) void opening.take(filesOfDrop(event.dataTransfer));
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [opening]);
  return dropping;
}
