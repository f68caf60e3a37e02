/** Reports the number of finished frames. Called often, so it must be cheap. */
export type FrameProgress = (done: number, total: number) => void;
