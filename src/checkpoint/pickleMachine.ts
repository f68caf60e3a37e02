import { ByteCursor } from './byteCursor.ts';
import { kindOf, PickleTuple, type PickleValue, type StorageReference } from './pickleValues.ts';
import { damaged, quoted, unsupported } from './refusals.ts';
import { callGlobal, globalNamed, persistentStorage } from './torchGlobals.ts';

/**
 * The stack, the marks and the memo of a pickle. Every method throws a Problem naming the file if
 * the pickle is invalid, and OutOfBytes if the bytes end.
 */
export class PickleMachine {
  readonly cursor: ByteCursor;
  readonly storages = new Map<string, StorageReference>();
  private readonly stack: PickleValue[] = [];
  /** Stack heights at the open marks. */
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();

  /** @param name file name, for messages */
  constructor(
    bytes: Uint8Array,
    readonly name: string,
    start: number,
  ) {
    this.cursor = new ByteCursor(bytes, start);
  }

  checkProtocol(): void {
    const protocol = this.cursor.uint8();
    if (protocol <= HIGHEST_PROTOCOL) return;
    throw unsupported(this.name, `is a pickle of protocol ${protocol}, which is not supported`);
  }

  mark(): void {
    this.marks.push(this.stack.length);
  }

  push(value: PickleValue): void {
    this.stack.push(value);
  }

  pop(): PickleValue {
    const value = this.stack.length > (this.marks.at(-1) ?? 0) ? this.stack.pop() : undefined;
    if (value === undefined) throw this.broken('pops a value from an empty stack');
    return value;
  }

  popToMark(): PickleValue[] {
    const height = this.marks.pop();
    if (height === undefined) throw this.broken('pops to a mark that does not exist');
    return this.stack.splice(height);
  }

  /** Pushes a signed integer in two's complement. */
  pushInteger(byteCount: number): void {
    let value = 0n;
    for (const byte of this.cursor.take(byteCount).toReversed()) {
      value = (value << 8n) | BigInt(byte);
    }
    const signed = BigInt.asIntN(8 * byteCount, value);
    const number = Number(signed);
    this.push(Number.isSafeInteger(number) ? number : signed);
  }

  pushText(byteCount: number): void {
    if (byteCount > MAX_TEXT_BYTES) {
      throw unsupported(this.name, `contains a string of ${byteCount} bytes`);
    }
    this.push(this.decode(this.cursor.take(byteCount)));
  }

  pushBytes(byteCount: number): void {
    this.push(this.cursor.take(byteCount));
  }

  pushTuple(count: number): void {
    const items = Array.from({ length: count }, () => this.pop());
    this.push(new PickleTuple(items.reverse()));
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.broken(`appends to ${kindOf(list)}`);
    for (const item of items) list.push(item);
  }

  /** @param items alternating keys and values */
  setItems(items: readonly PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw this.broken(`sets items of ${kindOf(dict)}`);
    for (let index = 0; index < items.length; index += 2) {
      const [key, value] = items.slice(index, index + 2);
      if (key === undefined || value === undefined) throw this.broken('has a key without a value');
      if (typeof key === 'object' && key !== null && !(key instanceof PickleTuple)) {
        throw this.broken(`has ${kindOf(key)} as a key`);
      }
      dict.set(key, value);
    }
  }

  memoize(): void {
    this.memoizeAt(this.memo.size);
  }

  memoizeAt(index: number): void {
    this.memo.set(index, this.top());
  }

  pushMemo(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.broken('refers to a memo entry that does not exist');
    this.push(value);
  }

  line(): string {
    return this.decode(this.cursor.line());
  }

  pushGlobal(module: PickleValue, object: PickleValue): void {
    if (typeof module !== 'string' || typeof object !== 'string') {
      throw this.broken('names a Python object by something other than a string');
    }
    this.push(globalNamed(`${module}.${object}`, this.name));
  }

  pushStackGlobal(): void {
    const object = this.pop();
    this.pushGlobal(this.pop(), object);
  }

  call(): void {
    const args = this.pop();
    this.push(callGlobal(this.pop(), args, this.name));
  }

  /** Ignores attributes of dicts: a state dict has one with the versions of its modules. */
  setAttributes(): void {
    const state = this.pop();
    const target = this.top();
    if (!(target instanceof Map) || !(state instanceof Map)) {
      throw unsupported(this.name, `sets attributes of ${kindOf(target)}`);
    }
  }

  pushStorage(): void {
    const storage = persistentStorage(this.pop(), this.name);
    const known = this.storages.get(storage.key) ?? storage;
    if (known.dtype !== storage.dtype || known.count !== storage.count) {
      throw this.broken(`describes storage ${quoted(storage.key)} in two different ways`);
    }
    this.storages.set(storage.key, known);
    this.push(known);
  }

  broken(what: string): Error {
    return damaged(this.name, `its pickle ${what} (before byte ${this.cursor.position})`);
  }

  private top(): PickleValue {
    const value = this.pop();
    this.push(value);
    return value;
  }

  private decode(bytes: Uint8Array): string {
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.broken('contains a string that is not UTF-8');
    }
  }
}

const HIGHEST_PROTOCOL = 5;
const MAX_TEXT_BYTES = 1_048_576;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
