import { PickleMachine } from './pickleMachine.ts';
import { PickleTuple, type PickleValue, type StorageReference } from './pickleValues.ts';
import { unsupported } from './refusals.ts';

export interface Unpickled {
  readonly value: PickleValue;
  /** Offset of the first byte after the pickle. */
  readonly end: number;
  /** Every storage that it refers to, by key. */
  readonly storages: ReadonlyMap<string, StorageReference>;
}

/**
 * Reads a pickle (protocol 2 to 5) made of the operations that `torch.save` writes. A pickle is a
 * program for a stack machine, and Python's own reader allows it to call anything; this reader only
 * creates plain data.
 *
 * @param name file name, for messages
 * @throws Problem naming the refused operation or Python object, or the damage
 * @throws OutOfBytes when the bytes end before the pickle does
 */
export function unpickle(bytes: Uint8Array, name: string, start = 0): Unpickled {
  const machine = new PickleMachine(bytes, name, start);
  for (let count = 0; count < MAX_OPERATIONS; count++) {
    const opcode = machine.cursor.uint8();
    if (opcode === STOP) {
      const value = machine.pop();
      return { value, end: machine.cursor.position, storages: machine.storages };
    }
    const operate = OPERATIONS.get(opcode);
    if (!operate) throw refused(opcode, machine);
    operate(machine);
  }
  throw unsupported(name, `contains more than ${MAX_OPERATIONS} pickle operations`);
}

/** A state dict needs about thirty per tensor. Each adds at most one value, which bounds memory. */
const MAX_OPERATIONS = 4_000_000;
const STOP = 0x2e;

type Operation = (machine: PickleMachine) => void;

/** By opcode; the names are those of Python's pickletools. */
const OPERATIONS: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  /* PROTO */ [0x80, (machine) => machine.checkProtocol()],
  /* FRAME */ [0x95, (machine) => machine.cursor.take(8)],
  /* MARK */ [0x28, (machine) => machine.mark()],
  /* POP */ [0x30, (machine) => machine.pop()],
  /* POP_MARK */ [0x31, (machine) => machine.popToMark()],
  /* NONE */ [0x4e, (machine) => machine.push(null)],
  /* NEWTRUE */ [0x88, (machine) => machine.push(true)],
  /* NEWFALSE */ [0x89, (machine) => machine.push(false)],
  /* BININT */ [0x4a, (machine) => machine.push(machine.cursor.int32())],
  /* BININT1 */ [0x4b, (machine) => machine.push(machine.cursor.uint8())],
  /* BININT2 */ [0x4d, (machine) => machine.push(machine.cursor.uint16())],
  /* LONG1 */ [0x8a, (machine) => machine.pushInteger(machine.cursor.uint8())],
  /* BINFLOAT */ [0x47, (machine) => machine.push(machine.cursor.float64())],
  /* SHORT_BINSTRING */ [0x55, (machine) => machine.pushText(machine.cursor.uint8())],
  /* BINSTRING */ [0x54, (machine) => machine.pushText(machine.cursor.uint32())],
  /* SHORT_BINUNICODE */ [0x8c, (machine) => machine.pushText(machine.cursor.uint8())],
  /* BINUNICODE */ [0x58, (machine) => machine.pushText(machine.cursor.uint32())],
  /* BINUNICODE8 */ [0x8d, (machine) => machine.pushText(machine.cursor.uint64())],
  /* SHORT_BINBYTES */ [0x43, (machine) => machine.pushBytes(machine.cursor.uint8())],
  /* BINBYTES */ [0x42, (machine) => machine.pushBytes(machine.cursor.uint32())],
  /* EMPTY_TUPLE */ [0x29, (machine) => machine.push(new PickleTuple([]))],
  /* TUPLE1 */ [0x85, (machine) => machine.pushTuple(1)],
  /* TUPLE2 */ [0x86, (machine) => machine.pushTuple(2)],
  /* TUPLE3 */ [0x87, (machine) => machine.pushTuple(3)],
  /* TUPLE */ [0x74, (machine) => machine.push(new PickleTuple(machine.popToMark()))],
  /* EMPTY_LIST */ [0x5d, (machine) => machine.push([])],
  /* APPEND */ [0x61, (machine) => machine.append([machine.pop()])],
  /* APPENDS */ [0x65, (machine) => machine.append(machine.popToMark())],
  /* EMPTY_DICT */ [0x7d, (machine) => machine.push(new Map())],
  /* SETITEM */ [0x73, (machine) => machine.setItems([machine.pop(), machine.pop()].reverse())],
  /* SETITEMS */ [0x75, (machine) => machine.setItems(machine.popToMark())],
  /* BINGET */ [0x68, (machine) => machine.pushMemo(machine.cursor.uint8())],
  /* LONG_BINGET */ [0x6a, (machine) => machine.pushMemo(machine.cursor.uint32())],
  /* BINPUT */ [0x71, (machine) => machine.memoizeAt(machine.cursor.uint8())],
  /* LONG_BINPUT */ [0x72, (machine) => machine.memoizeAt(machine.cursor.uint32())],
  /* MEMOIZE */ [0x94, (machine) => machine.memoize()],
  /* GLOBAL */ [0x63, (machine) => machine.pushGlobal(machine.line(), machine.line())],
  /* STACK_GLOBAL */ [0x93, (machine) => machine.pushStackGlobal()],
  /* REDUCE */ [0x52, (machine) => machine.call()],
  /* BUILD */ [0x62, (machine) => machine.setAttributes()],
  /* BINPERSID */ [0x51, (machine) => machine.pushStorage()],
]);

/** All other operations: Python's protocol 0, and those that create objects of any class. */
const REFUSED_NAMES: ReadonlyMap<number, string> = new Map([
  [0x49, 'INT'],
  [0x4c, 'LONG'],
  [0x46, 'FLOAT'],
  [0x53, 'STRING'],
  [0x56, 'UNICODE'],
  [0x50, 'PERSID'],
  [0x69, 'INST'],
  [0x6f, 'OBJ'],
  [0x64, 'DICT'],
  [0x6c, 'LIST'],
  [0x67, 'GET'],
  [0x70, 'PUT'],
  [0x32, 'DUP'],
  [0x81, 'NEWOBJ'],
  [0x82, 'EXT1'],
  [0x83, 'EXT2'],
  [0x84, 'EXT4'],
  [0x8b, 'LONG4'],
  [0x8e, 'BINBYTES8'],
  [0x8f, 'EMPTY_SET'],
  [0x90, 'ADDITEMS'],
  [0x91, 'FROZENSET'],
  [0x92, 'NEWOBJ_EX'],
  [0x96, 'BYTEARRAY8'],
  [0x97, 'NEXT_BUFFER'],
  [0x98, 'READONLY_BUFFER'],
]);

function refused(opcode: number, machine: PickleMachine): Error {
  const operation = REFUSED_NAMES.get(opcode);
  if (!operation) return machine.broken(`uses the unknown operation ${opcode}`);
  return unsupported(
    machine.name,
    `uses the pickle operation ${operation}, which tensors do not need (nothing was executed)`,
  );
}
