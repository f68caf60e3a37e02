/** Extension of run files, without the dot. */
export const RUN_EXTENSION = 'maskscope';
