import type { VideoStream } from '../codec/encodedVideo.ts';
import type { Measured } from '../hevc/blocksApi.ts';
import type { VideoBlocks } from '../hevc/videoBlocks.ts';
import { isAbort } from '../problem.ts';
import { type ColumnSpec, networkOf } from '../results/columnSpec.ts';
import { asFault, unreadFrames } from './blockNotes.ts';
import type { ColumnState } from './experimentState.ts';
import type { Recording } from './recording.ts';

type Figures = Pick<ColumnState, 'objectBits' | 'maskErrors' | 'notes'>;

/**
 * The figures of recorded columns that need the blocks of their videos. Runs have the videos and
 * the masks but not these figures, so that they are measured when a run is shown.
 */
export class RecordedBlocks {
  private readonly known = new WeakMap<ColumnSpec, Figures>();
  private readonly started = new WeakSet<ColumnSpec>();

  constructor(private readonly blocks: Pick<VideoBlocks, 'objectBits' | 'maskErrors'>) {}

  /** The column with its figures, as soon as they are there. */
  withFigures<Column extends ColumnState>(column: Column): Column {
    return column.recorded ? { ...column, ...this.known.get(column.spec) } : column;
  }

  /**
   * Measures the columns of a recording, one after the other.
   *
   * @param isShown measuring ends when the recording is no longer shown
   * @param onColumn called after each column
   */
  async measure(recording: Recording, isShown: () => boolean, onColumn: () => void): Promise<void> {
    for (const column of recording.columns) {
      const { spec, video, objectBits } = column;
      if (video?.codec !== 'HEVC' || objectBits.length > 0 || this.started.has(spec)) continue;
      this.started.add(spec);
      const figures = await this.figuresOf(column, video, recording, isShown).catch(onlyAbort);
      if (figures) this.known.set(spec, figures);
      else this.started.delete(spec);
      if (!isShown()) return;
      onColumn();
    }
  }

  /** @returns null if the recording is no longer shown */
  private async figuresOf(
    { maps, notes, spec }: ColumnState,
    video: VideoStream,
    recording: Recording,
    isShown: () => boolean,
  ): Promise<Figures | null> {
    const { truth } = recording;
    const isOfVideo = spec.masks.source === 'vos' && !spec.enhanced;
    const originals = isOfVideo ? originalMasks(recording, spec) : null;
    const faults: (string | null)[] = [];
    const measured = async <Figure>(frame: number, call: () => Promise<Measured<Figure>>) => {
      const { figure, fault } = await call().catch(asFault);
      faults[frame] ??= fault;
      return figure;
    };
    const objectBits: Figures['objectBits'][number][] = [];
    const maskErrors: Figures['maskErrors'][number][] = [];
    for (let frame = 0; frame < recording.sequence.frameCount; frame++) {
      if (!isShown()) return null;
      faults[frame] = null;
      objectBits[frame] = truth?.annotated[frame]
        ? await measured(frame, () => this.blocks.objectBits(video, frame, truth.maps))
        : null;
      if (!maps || !originals) continue;
      // The first frame's masks are the annotation.
      maskErrors[frame] =
        frame > 0
          ? await measured(frame, () => this.blocks.maskErrors(video, frame, maps, originals))
          : null;
    }
    const unread = unreadFrames(faults, video.title).filter((note) => !notes.includes(note));
    return { objectBits, maskErrors, notes: [...notes, ...unread] };
  }
}

/** Masks of the same network on the originals; null if the recording has none. */
function originalMasks({ columns }: Recording, spec: ColumnSpec) {
  const found = columns.find(
    ({ spec: { pictures, masks } }) =>
      pictures.source === 'original' && masks.source === 'vos' && masks.network === networkOf(spec),
  );
  return found?.maps ?? null;
}

/** The worker was ended while a column was measured. */
function onlyAbort(error: unknown): null {
  if (!isAbort(error)) throw error;
  return null;
}
