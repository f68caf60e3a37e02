/** Frames done so far; called often, cheap. */
export type FrameProgress = (done: number, total: number) => void;
