import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { documentProblems } from './docs/documentProblems.ts';

/** Checks that every link, command and path that a Markdown document of the repository names exists. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const documents = files.filter((file) => file.endsWith('.md'));
const repository = {
  files: new Set(files),
  scripts: new Set(Object.keys(scripts)),
  read: (path: string) => readFileSync(path, 'utf8'),
};
const problems = documents.flatMap((path) => documentProblems(path, repository));
for (const problem of problems) console.error(problem);
console.log(`${documents.length} documents, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;
