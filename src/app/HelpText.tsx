import { SHORTCUTS } from '../viewer/shortcuts.ts';
import { About } from './About.tsx';
import styles from './HelpText.module.css';
import { OfflineSection } from './offline/OfflineSection.tsx';

/** Explains what the columns show, and lists the keyboard shortcuts. */
export function HelpText() {
  return (
    <div className={styles.help}>
      <p>
        Maskscope shows what x265 does to video object segmentation (VOS). It encodes a video on
        this machine and segments its objects before and after, starting from a mask of the first
        frame. It then shows how much is recovered by masks sent with the video and by a network
        that enhances the frames. Nothing is uploaded.
      </p>
      <dl>
        <dt>J&amp;F</dt>
        <dd>
          Mean of region overlap (J) and contour accuracy (F) against the ground truth, as defined
          by the DAVIS benchmark; 1 is perfect. The first and last frames are not scored.
        </dd>
        <dt>bpp</dt>
        <dd>Bits per pixel of the video; for ours, of the video and its masks.</dd>
        <dt>Coded masks</dt>
        <dd>
          Ours segments the original frames before encoding and sends the masks with the video. The
          decoder needs no segmentation network, and the masks guide the enhancement.
        </dd>
        <dt>PSNR-Y</dt>
        <dd>Similarity of the luma to the original, in decibels; higher is better.</dd>
        <dt>CRF</dt>
        <dd>
          The quality setting of x265: 0 gives the best quality, 51 the smallest file. The
          experiment uses 45.
        </dd>
        <dt>Moments</dt>
        <dd>
          The strip below the pictures: bits of every frame, a figure of every column, where frames
          were scored, and what became of each object. Absent: the ground truth does not have it;
          lost: J is below 0.1; swapped: it was taken for another object. Click or drag to go to a
          frame, drag with Shift to mark a loop, turn the wheel to zoom in time, double click for
          all frames.
        </dd>
        <dt>Talk</dt>
        <dd>
          A list of views to present on the full screen, with the keys of a clicker: PageDown and
          PageUp for the next and previous view, a full stop for a black screen, Esc for the end.
        </dd>
        <dt>Columns</dt>
        <dd>
          Each column has its own settings. Duplicate one and change one thing to see two CRFs, two
          key frame intervals or two networks side by side. The browser’s Back undoes a change.
        </dd>
        <dt>Touch</dt>
        <dd>
          On a phone two columns are seen at once: swipe for the others, or tap them at the bottom.
          Two fingers on a picture zoom all columns; then one finger pans, and the button that
          shrinks, at the bottom, shows the whole frame again. With the loupe, one finger moves it.
          On the strip one finger seeks, and two zoom in time.
        </dd>
      </dl>
      <table>
        <caption>Keyboard shortcuts</caption>
        <tbody>
          {SHORTCUTS.map(({ label, description }) => (
            <tr key={label}>
              <th scope="row">
                <kbd>{label}</kbd>
              </th>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <OfflineSection />
      <About />
    </div>
  );
}
