// Test files of earlier stages may not import the codec's files themselves.
export { readVideoFacts } from '../codec/videoFacts.ts';
