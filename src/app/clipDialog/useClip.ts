import { useCallback, useEffect, useRef, useState } from 'react';
import { saveFile } from '../../files/saveFile.ts';
import { describeError } from '../../problem.ts';
import { type ClipProgress, type ClipRequest, type MadeClip, makeClip } from '../../viewer/clip.ts';

type ClipState =
  | { readonly status: 'idle' }
  | { readonly status: 'making'; readonly progress: ClipProgress }
  | { readonly status: 'made'; readonly clip: MadeClip; readonly name: string }
  | { readonly status: 'failed'; readonly problem: string };

/** Makes clips, one at a time, and saves them; one that is not wanted any more is cancelled. */
export function useClip() {
  const [state, setState] = useState<ClipState>({ status: 'idle' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const make = useCallback(async (request: ClipRequest, name: string) => {
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    const show = (next: ClipState) => {
      if (!signal.aborted) setState(next);
    };
    const onProgress = (progress: ClipProgress) => show({ status: 'making', progress });
    onProgress({ doing: 'loading', done: 0, total: 1 });
    try {
      const clip = await makeClip(request, { onProgress, signal });
      if (signal.aborted) return;
      saveFile(clip.file, name);
      show({ status: 'made', clip, name });
    } catch (error) {
      show({ status: 'failed', problem: describeError(error) });
    }
  }, []);

  const cancel = useCallback(() => {
    abort.current?.abort();
    setState({ status: 'idle' });
  }, []);

  return { state, make, cancel };
}
