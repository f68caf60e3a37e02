import { Terminal } from 'lucide-react';
import { bitsPerPixel } from '../codec/encodedVideo.ts';
import { evenSize } from '../codec/padding.ts';
import { x265CommandLine } from '../codec/x265.ts';
import { formatSize, sameSize } from '../sequence/frames.ts';
import { Button } from '../ui/Button.tsx';
import { CopyableText } from '../ui/CopyableText.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatBitsPerPixel, formatSeconds } from '../viewer/format.ts';
import styles from './EncoderDialog.module.css';
import { useApp, useExperimentStore } from './experimentContext.ts';
import { KeyintField } from './KeyintField.tsx';

/** The exact x265 command, what came of it, and what the encoder printed. */
export function EncoderDialog() {
  const { experiment } = useApp();
  const source = useExperimentStore((store) => store.source);
  const configuration = useExperimentStore((store) => store.configuration);
  const video = useExperimentStore((store) => store.experiment.video);
  const command =
    video?.commandLine ?? (source && x265CommandLine(evenSize(source.size), configuration));
  return (
    <Dialog
      title="x265: settings, command and log"
      trigger={
        <Button disabled={!source} title="The exact command line and the encoder's log">
          <Terminal size={16} aria-hidden /> Command
        </Button>
      }
    >
      <div className={styles.content}>
        <KeyintField
          value={configuration.keyint}
          onCommit={(keyint) => experiment.configure({ keyint })}
        />
        {command && <CopyableText label="Command line" text={command} />}
        {video ? (
          <>
            <p>
              {video.packets.length} packets, {video.packets.filter((packet) => packet.key).length}{' '}
              of them key frames; {formatBitsPerPixel(bitsPerPixel(video))} bits per pixel; encoded
              in {formatSeconds(video.seconds)}.
            </p>
            {!sameSize(video.size, video.codedSize) && (
              <p>
                4:2:0 needs even sides: the pictures of {formatSize(video.size)} were padded to{' '}
                {formatSize(video.codedSize)} by repeating the last row or column, and cropped after
                decoding.
              </p>
            )}
            <CopyableText label="Encoder log" text={video.log} />
          </>
        ) : (
          <p>The log is here when x265 has finished.</p>
        )}
      </div>
    </Dialog>
  );
}
