import { useEffect, useState } from 'react';
import { filesOfDrop, mayBringFiles } from '../../files/droppedFiles.ts';
import { useApp } from '../experimentContext.ts';

/**
 * Opens files dropped anywhere on the page.
 *
 * @param takesFiles false if nothing is opened; the browser does not open it instead of the page either
 * @returns true while files that would be opened are dragged over it
 */
export function useFileDrop(takesFiles: boolean): boolean {
  const { opening } = useApp();
  const [dropping, setDropping] = useState(false);
  useEffect(() => {
    let isOwn = false;
    const onDragStart = () => {
      isOwn = true;
    };
    const onDragEnd = () => {
      isOwn = false;
    };
    const brings = ({ dataTransfer }: DragEvent) =>
      dataTransfer !== null && mayBringFiles(dataTransfer, isOwn);
    const onDragOver = (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      if (takesFiles) setDropping(true);
      else if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      setDropping(false);
      if (takesFiles && event.dataTransfer) void opening.take(filesOfDrop(event.dataTransfer));
    };
    window.addEventListener('dragstart', onDragStart);
    window.addEventListener('dragend', onDragEnd);
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragstart', onDragStart);
      window.removeEventListener('dragend', onDragEnd);
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [opening, takesFiles]);
  return dropping && takesFiles;
}
