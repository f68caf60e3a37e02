const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  // After \\, LaTeX would read a bracket as an option.
  '[': '{[}',
  '–': '--',
  '’': "'",
  '−': '$-$',
};

/** Escapes text for LaTeX with T1 fonts. */
export function escapeLatex(text: string): string {
  return (
    text
      .replace(/[\\~^<>|"[–’−&%$#_{}]/g, (character) => LATEX[character] ?? `\\${character}`)
      // The symbols of the times, e.g. t_c.
      .replace(/\bt\\_([a-z])\b/g, '$t_$1$')
  );
}
