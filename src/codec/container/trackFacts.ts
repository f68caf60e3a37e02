/** What a track of a container holds. */
export type TrackKind = 'video' | 'audio' | 'subtitles' | 'timecode' | 'other';

/** The structure of a container, from its own tables. */
export interface ContainerStructure {
  readonly tracks: readonly ContainerTrack[];
  /** What the file has besides tracks and tags, in words, e.g. `chapters`. */
  readonly extras: readonly string[];
  /** Bytes of the container; others may follow, which players ignore. */
  readonly bytes: number;
}

export interface ContainerTrack {
  /** Its number in the file. */
  readonly id: number;
  readonly kind: TrackKind;
  /** What is shown of it, by its edit list; null for all of it. */
  readonly shown: ShownPart | null;
}

/** A part of a track, in seconds of the presentation. */
export interface ShownPart {
  readonly from: number;
  /** Exclusive; infinity for the rest. */
  readonly to: number;
}
