import { packageVersions } from '../results/packageVersions.ts';
import styles from './HelpText.module.css';

declare const __COMMIT__: string | null;

/** Which Maskscope this is, and the licences of its parts. */
export function About() {
  const { maskscope, ...packages } = packageVersions;
  const licences = `${import.meta.env.BASE_URL}licences/`;
  return (
    <section className={styles.about} aria-label="Version and licences">
      <h3>Version and licences</h3>
      <p>
        Maskscope {maskscope}
        {__COMMIT__ && `, commit ${__COMMIT__}`}, with{' '}
        {Object.entries(packages)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')}
        .
      </p>
      <p>
        Our code is under the MIT licence; ffmpeg, with x265, is a separate program under the GPL,
        and the networks’ weights are for non-commercial use.{' '}
        <a href={`${licences}NOTICES.txt`} target="_blank" rel="noreferrer">
          Licences of all parts
        </a>
        {' · '}
        <a href={`${licences}ffmpeg.txt`} target="_blank" rel="noreferrer">
          Source code of ffmpeg
        </a>
        {' · '}
        <a href={`${licences}GPL-2.0.txt`} target="_blank" rel="noreferrer">
          GPL
        </a>
      </p>
    </section>
  );
}
