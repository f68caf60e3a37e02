import type { DrawingSpeed } from '../session/automation.ts';
import { shownStage } from './pictures/pictureStage.ts';
import { goToFrame, viewStore } from './viewState.ts';

/**
 * Shows frames one after the other, as fast as the page can, as they are on the screen now.
 *
 * @param count number of frames to show
 * @param frameCount frames of the sequence
 */
export async function measureDrawing(count: number, frameCount: number): Promise<DrawingSpeed> {
  const stage = shownStage();
  if (!stage) throw new Error('no pictures are on the screen');
  viewStore.setState({ playing: false });
  const { uploadedBytes } = stage.work;
  const start = performance.now();
  for (let index = 0; index < count; index++) {
    goToFrame(index % frameCount, frameCount);
    await drawn();
    stage.finish();
  }
  const seconds = (performance.now() - start) / 1000;
  return {
    framesPerSecond: count / seconds,
    bytesPerFrame: (stage.work.uploadedBytes - uploadedBytes) / count,
  };
}

/** After the next animation frame, in which the stage draws. */
function drawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
