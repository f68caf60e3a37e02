import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { encode } from 'fast-png';
import {
  BufferSource,
  BufferTarget,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MATROSKA,
  MkvOutputFormat,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import { readCheckpoint } from '../../checkpoint/checkpoint.ts';
import { stateDictOf } from '../../checkpoint/stateDict.ts';
import { readVvcStream } from '../../codec/bitstream/annexBStream.ts';
import { packetUnits } from '../../codec/bitstream/nalUnits.ts';
import { configurationUnits, descriptionBytes } from '../../codec/container/hevcConfiguration.ts';
import { importFrames } from '../../codec/importFrames.ts';
import { carryMasks, extractMasks } from '../../codec/maskCarrier.ts';
import { readStreamContents } from '../../codec/streamContents.ts';
import { LOW_DELAY, RANDOM_ACCESS } from '../../codec/testing/vvcStreams.fixture.ts';
import { readVideoFacts } from '../../codec/videoFacts.ts';
import { openRun } from '../../experiment/runs/runArchive.ts';
import { runFilesService } from '../../experiment/runs/runFilesService.ts';
import { filesOfZip } from '../../files/zipFiles.ts';
import { StreamBlocks } from '../../hevc/streamBlocks.ts';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import { readMaskFile, writeMaskFile } from '../../masks/maskFile.ts';
import { movingDiscs } from '../../masks/testing/testMaps.ts';
import { Problem } from '../../problem.ts';
import { formatResultFile, parseResultFile } from '../../results/resultFile.ts';
import { checkPicture } from '../../sequence/checkPicture.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { pngChunks } from '../../sequence/pictureFile.ts';
import { parseAddress } from '../../session/address.ts';
import { columnOf, madeUpResult } from '../madeUpResults.ts';
import { madeUpRun } from '../madeUpRun.ts';
import { exifData, jpegWithExif, pngChunk, pngWith } from '../pictureParts.ts';

/** A reader of the user's files, with valid files to damage. */
export interface FuzzedParser {
  seeds(): Promise<Uint8Array[]>;
  /** Rejects with a `Problem` for a damaged file. */
  parse(file: Uint8Array<ArrayBuffer>): Promise<unknown>;
  /** Makes the checksums of a damaged file right, so that what is behind them is reached. */
  readonly repair?: (file: Uint8Array<ArrayBuffer>) => void;
}

const SAMPLES = 'public/samples';
const MASKS = { width: 14, height: 10 };
/** Streams of a few pictures, whose encoders use most of what H.265 has. */
const BLOCKS = 'src/hevc/testing/fixtures';
const BLOCK_STREAMS = [
  ...['hm-random-access', 'hm-slices-tiles', 'hm-wpp-slices-bytes', 'hm-small-444', 'kvz-medium'],
];

const named = (name: string, bytes: Uint8Array<ArrayBuffer>) => ({ name, data: new Blob([bytes]) });

export const FUZZED_PARSERS: Readonly<Record<string, FuzzedParser>> = {
  pictures: {
    async seeds() {
      const jpeg = smallJpeg();
      const data = new Uint8Array(6 * 4 * 3);
      const png = encode({ width: 6, height: 4, channels: 3, data });
      const exif = exifData(6);
      return [jpeg, jpegWithExif(jpeg, exif), png, pngWith(png, pngChunk('eXIf', exif))];
    },
    parse: (file) => checkPicture(new Blob([file]), 'a.jpg'),
  },
  masks: {
    async seeds() {
      const map = Uint8Array.from({ length: 140 }, (_, pixel) => pixel % 4);
      const grey = encode({ width: 14, height: 10, channels: 1, data: map });
      const profile = pngChunk('iCCP', Uint8Array.of(97, 0, 0, 120, 156, 3, 0, 0, 0, 0, 1));
      return [encodeLabelMapPng(map, MASKS), grey, pngWith(grey, profile)];
    },
    parse: async (file) => decodeLabelMapPng(file, 'a.png'),
    repair: repairPng,
  },
  y4m: {
    async seeds() {
      const header = new TextEncoder().encode('YUV4MPEG2 W6 H4 F25:1 Ip A1:1 C420jpeg\n');
      const frame = [...new TextEncoder().encode('FRAME\n'), ...new Uint8Array(36).fill(100)];
      const full = new TextEncoder().encode('YUV4MPEG2 W6 H4 C420p10 XCOLORRANGE=FULL\n');
      const deep = [...new TextEncoder().encode('FRAME\n'), ...new Uint8Array(72).fill(1)];
      return [
        Uint8Array.from([...header, ...frame, ...frame]),
        Uint8Array.from([...full, ...deep, ...deep]),
      ];
    },
    parse: (file) => importFrames(named('a.y4m', file), { width: 6, height: 4 }, 2, () => {}),
  },
  hevc: {
    async seeds() {
      const video = await sampleVideo(6);
      const packets = Array.from({ length: 6 }, () => new Uint8Array(40).fill(7));
      const bare = await annexB(video);
      const masked = await carryMasks(named('a.hevc', bare), packets);
      return [bare, await masked.video.bytes()];
    },
    async parse(file) {
      const stream = named('a.hevc', file);
      await readStreamContents(stream);
      await extractMasks(stream);
    },
  },
  'hevc blocks': {
    seeds: async () => BLOCK_STREAMS.map((name) => readFileSync(`${BLOCKS}/${name}.hevc`)),
    async parse(file) {
      const stream = await StreamBlocks.open(named('a.hevc', file));
      const faults: string[] = [];
      for (let place = 0; place < stream.count; place++) {
        const { blocks, fault: refusal } = stream.read(place);
        const fault = blocks?.damage ?? refusal;
        if (fault !== null) faults.push(fault);
      }
      // A picture that is damaged says so; the ones before it are read all the same.
      if (faults[0] !== undefined)
        throw new Problem(`A picture: ${faults[0]}.`, 'Use another file.');
    },
  },
  vvc: {
    seeds: async () => [LOW_DELAY.stream, RANDOM_ACCESS.stream],
    parse: async (file) => readVvcStream('a.266', file),
  },
  matroska: {
    async seeds() {
      const packets = Array.from({ length: 6 }, () => new Uint8Array(40).fill(7));
      const plain = await sampleVideo(6);
      const masked = await carryMasks(named('a.mkv', plain), packets);
      return [plain, await masked.video.bytes()];
    },
    parse: (file) => parseContainer('a.mkv', file),
  },
  mp4: {
    seeds: async () => [
      await remuxed(await sampleVideo(6), new Mp4OutputFormat({ fastStart: false })),
      await remuxed(await sampleVideo(6), new Mp4OutputFormat({ fastStart: 'in-memory' })),
      await remuxed(await sampleVideo(6), new Mp4OutputFormat({ fastStart: 'fragmented' })),
    ],
    parse: (file) => parseContainer('a.mp4', file),
  },
  checkpoints: {
    async seeds() {
      const folder = 'src/checkpoint/testing/fixtures';
      const names = ['plain.pth', 'plain-legacy.pth', 'precisions.pth', 'protocol4.pth'];
      return names.map((name) => Uint8Array.from(readFileSync(`${folder}/${name}`)));
    },
    parse: async (file) => stateDictOf(await readCheckpoint(new Blob([file]), 'a.pth')),
  },
  'mask streams': {
    async seeds() {
      const source = movingDiscs(MASKS.width, MASKS.height, 4, [3, 9, 200]);
      return (['lossless', 50] as const).map((quality) =>
        writeMaskFile(encodeMaskStream(source, { quality, scale: 1, refresh: 2 })),
      );
    },
    parse: async (file) => decodeMaskStream(readMaskFile(file, 'a.msk'), MASKS),
  },
  'run files': {
    seeds: async () => [await (await runFilesService.write(madeUpRun(), () => {})).bytes()],
    async parse(file) {
      const archive = await openRun(named('a.maskscope', file));
      for (const { name } of archive.manifest.files) await archive.read(name);
    },
  },
  archives: {
    seeds: async () => [await (await runFilesService.write(madeUpRun(), () => {})).bytes()],
    async parse(file) {
      for (const member of await filesOfZip(new Blob([file]), 'a.zip')) await member.blob();
    },
  },
  'result files': {
    async seeds() {
      const columns = { x265: columnOf(0.5, 0.02, 45), ours: columnOf(0.6, 0.018, 48) };
      const sequences = [madeUpResult('dog', columns), madeUpResult('cat', columns)];
      const failures = [{ name: 'torn', columns: null, problem: 'It is cut off.' }];
      const text = formatResultFile({ environment: {}, sequences, failures });
      return [new TextEncoder().encode(text)];
    },
    parse: async (file) => parseResultFile(new TextDecoder().decode(file), 'a.json'),
  },
  addresses: {
    seeds: async () =>
      [
        '?seq=dog&cols=truth,orig,x265@45k8,ours@48q43k16&frame=7&frames=99&ep=wasm',
        '?cols=ours@-15%25,x265@0.02bpp,orig:stcn,ours+vos@same&memory=5&live',
        '?seq=a&crf=45&keyint=8&network=compact&ours=enhanced&quality=60&run=a.maskscope',
      ].map((text) => new TextEncoder().encode(text)),
    parse: async (file) => parseAddress(new TextDecoder().decode(file)),
  },
};

async function parseContainer(name: string, file: Uint8Array<ArrayBuffer>): Promise<void> {
  const container = named(name, file);
  let problem: Error | null = null;
  for (const read of [readVideoFacts, readStreamContents, extractMasks]) {
    // Each of them is called with the file by itself.
    await read(container).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'Problem') throw error;
      problem = error;
    });
  }
  if (problem) throw problem;
}

function smallJpeg(): Uint8Array {
  const picture = readFileSync(`${SAMPLES}/JPEGImages/480p/reef-crossing/00000.jpg`);
  // Its tables and headers, and the start and end of its data.
  return Uint8Array.from([...picture.subarray(0, 2000), 0xff, 0xd9]);
}

/** The first pictures of an HEVC video of the sample's run, in Matroska. */
async function sampleVideo(count: number): Promise<Uint8Array<ArrayBuffer>> {
  const archive = named(
    'a.zip',
    Uint8Array.from(readFileSync(`${SAMPLES}/reef-crossing.maskscope`)),
  );
  const members = await filesOfZip(archive.data, archive.name);
  const video = await members.find(({ path }) => path.endsWith('videos/1.mkv'))?.blob();
  if (!video) throw new Error('the sample has no video');
  return remuxed(await video.bytes(), new MkvOutputFormat(), count);
}

async function remuxed(
  file: Uint8Array<ArrayBuffer>,
  format: MkvOutputFormat | Mp4OutputFormat,
  count = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const { config, packets } = await packetsOf(file);
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource('hevc');
  output.addVideoTrack(source, { frameRate: 25 });
  await output.start();
  for (const packet of packets.slice(0, count)) await source.add(packet, { decoderConfig: config });
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}

async function packetsOf(file: Uint8Array<ArrayBuffer>) {
  const input = new Input({ source: new BufferSource(file), formats: [MATROSKA] });
  const [track] = await input.getVideoTracks();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('no video track');
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  return { config, packets };
}

/** The bare stream of a video in Matroska. */
async function annexB(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { config, packets } = await packetsOf(file);
  const headers = configurationUnits(descriptionBytes(config.description));
  const units = [...headers, ...packets.flatMap(({ data }) => packetUnits(data, 4) ?? [])];
  return Uint8Array.from(units.flatMap((unit) => [0, 0, 0, 1, ...unit]));
}

function repairPng(file: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(file.buffer);
  for (const { data, end } of pngChunks(file)) {
    const start = data.byteOffset - 4;
    view.setUint32(end - 4, crc32(file.subarray(start, end - 4)));
  }
}
