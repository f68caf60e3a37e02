import { FileInput, X } from 'lucide-react';
import { bitsPerPixel, isEncodedHere, type VideoStream } from '../../codec/encodedVideo.ts';
import { evenSize } from '../../codec/padding.ts';
import { x265CommandLine } from '../../codec/x265.ts';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { formatSize, sameSize } from '../../sequence/frames.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyableText } from '../../ui/CopyableText.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { formatBitsPerPixel, formatSeconds } from '../../viewer/format.ts';
import { useColumnChoice } from '../columns/ColumnChoice.tsx';
import { takeX265Stream } from '../columns/givenFiles.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './CodecDialog.module.css';

/** The x265 command, facts about the resulting stream, and the encoder log. */
export function X265Panel({ source }: { readonly source: SequenceSource }) {
  const { experiment } = useApp();
  const stream = useExperimentStore((store) => store.media.x265Stream);
  const { chosen, choice } = useColumnChoice(
    ({ spec }) => spec.pictures.source === 'x265' || spec.pictures.source === 'stream',
  );
  const video = chosen?.column.video ?? null;
  const use = (file: File | null) =>
    void takeX265Stream(experiment, file && { name: file.name, data: file });
  return (
    <div className={styles.content}>
      {choice}
      {!chosen && <p>There is no x265 column. Add one with “Add column”.</p>}
      {stream ? (
        <div className={styles.row}>
          <p>
            Used instead of encoding: <b>{stream.name}</b>
          </p>
          <Button onClick={() => use(null)}>
            <X size={16} aria-hidden /> Encode again
          </Button>
        </div>
      ) : (
        chosen && <CopyableText label="Command line" text={commandOf(chosen.column, source)} />
      )}
      {video ? (
        <VideoFacts video={video} />
      ) : (
        chosen && <p>The log appears here when x265 has finished.</p>
      )}
      {!stream && (
        <div className={styles.row}>
          <FileButton
            label="x265 stream"
            accept=".mkv,.mp4,.mov,.hevc,.h265,.265"
            onFiles={(file) => use(file)}
          >
            <FileInput size={16} aria-hidden /> Use an existing stream…
          </FileButton>
          <p className={styles.note}>
            An .mkv, .mp4 or .hevc file of this sequence, used instead of encoding.
          </p>
        </div>
      )}
    </div>
  );
}

/** The command that made the video, or the one that will. */
function commandOf({ video, spec, crf }: ColumnState, { size }: SequenceSource): string {
  if (video?.commandLine) return video.commandLine;
  const { pictures } = spec;
  if (pictures.source !== 'x265') return '';
  const known = pictures.rate.kind === 'crf' ? pictures.rate.crf : crf;
  if (known === null) return 'The CRF is being looked for.';
  return x265CommandLine(evenSize(size), { crf: known, keyint: pictures.keyint });
}

function VideoFacts({ video }: { readonly video: VideoStream }) {
  const keys = video.packets.filter((packet) => packet.key).length;
  return (
    <>
      <p>
        {video.packets.length} packets, {keys} of them key frames;{' '}
        {formatBitsPerPixel(bitsPerPixel(video))} bits per pixel
        {isEncodedHere(video)
          ? `; encoded in ${formatSeconds(video.seconds)}.`
          : `; ${video.codec}; decoded in ${formatSeconds(video.seconds)}; ${video.headerBytes} bytes of headers are not counted.`}
      </p>
      {!sameSize(video.size, video.codedSize) && (
        <p>
          4:2:0 needs an even width and height: the {formatSize(video.size)} frames were padded to{' '}
          {formatSize(video.codedSize)} by repeating the last row or column, and cropped after
          decoding.
        </p>
      )}
      {video.log !== '' && <CopyableText label="Encoder log" text={video.log} />}
    </>
  );
}
