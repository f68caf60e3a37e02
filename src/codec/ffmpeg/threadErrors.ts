/**
 * When one of ffmpeg's threads fails, its runtime throws the event that reported it, of which only
 * "[object ErrorEvent]" would arrive elsewhere. This throws an error with the event's text instead.
 */
addEventListener('error', (event) => {
  if (!(event.error instanceof ErrorEvent)) return;
  event.preventDefault();
  throw new Error(`a thread of ffmpeg failed: ${event.error.message}`);
});

export {};
