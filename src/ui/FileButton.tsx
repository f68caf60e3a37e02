import { type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';

interface FileButtonProps {
  /** Accessible name of the file input. */
  readonly label: string;
  /** File extensions, e.g. `.yuv,.y4m`; by default any file. */
  readonly accept?: string;
  readonly disabled?: boolean;
  readonly multiple?: boolean;
  /** Called with at least one file, and with exactly one unless `multiple`. */
  readonly onFiles: (first: File, all: readonly File[]) => void;
  readonly children: ReactNode;
}

/** A button that opens the browser's file picker. */
export function FileButton(props: FileButtonProps) {
  const { label, accept, disabled = false, multiple = false, onFiles, children } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        multiple={multiple}
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // Lets the user choose the same file again after changing it.
          event.target.value = '';
          if (files[0]) onFiles(files[0], files);
        }}
      />
    </>
  );
}
