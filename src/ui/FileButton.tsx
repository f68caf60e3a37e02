import { type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';

interface FileButtonProps {
  /** What a screen reader calls the file. */
  readonly label: string;
  /** File name endings, e.g. `.yuv,.y4m`; any file when left out. */
  readonly accept?: string;
  readonly disabled?: boolean;
  readonly multiple?: boolean;
  /** Gets at least one; only one unless `multiple`. */
  readonly onFiles: (first: File, all: readonly File[]) => void;
  readonly children: ReactNode;
}

/** A button that asks for a file, or for several. */
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
          // The same file can be chosen again after it was changed.
          event.target.value = '';
          if (files[0]) onFiles(files[0], files);
        }}
      />
    </>
  );
}
