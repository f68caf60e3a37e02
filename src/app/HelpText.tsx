import { SHORTCUTS } from '../viewer/shortcuts.ts';
import styles from './HelpText.module.css';

/** What the columns show, and the key map. */
export function HelpText() {
  return (
    <div className={styles.help}>
      <p>
        Maskscope encodes a video with x265 on this machine, segments its objects before and after
        (semi-supervised: the first frame's mask is given), and shows how much masks that travel
        beside the video, and a network that enhances its pictures, win back. Nothing is uploaded.
      </p>
      <dl>
        <dt>J&amp;F</dt>
        <dd>
          Mean of region overlap (J) and contour accuracy (F) against the ground truth, as the DAVIS
          benchmark defines them; 1 is perfect. The first and the last frame do not count.
        </dd>
        <dt>bpp</dt>
        <dd>Bits per pixel: what the video costs, and for ours its masks too.</dd>
        <dt>Coded masks</dt>
        <dd>
          Ours segments the originals before encoding and sends the masks beside the video. The
          decoder needs no segmentation network, and the masks guide the enhancement.
        </dd>
        <dt>PSNR-Y</dt>
        <dd>How near the luma is to the original's, in decibels.</dd>
        <dt>CRF</dt>
        <dd>x265's quality setting: 0 is best, 51 smallest. The experiment works at 45.</dd>
      </dl>
      <table>
        <caption>Keys</caption>
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
    </div>
  );
}
