// Writes the blocks of an HEVC stream's pictures as libde265 has read them, in output order: what
// blockText.ts writes of those that are read here. The digests in fixtures/streams.json are of it.
//
//   g++ -std=c++14 -I$LIBDE265 -I$LIBDE265/libde265 libde265Blocks.cc libde265.a -lpthread
//
// It needs libde265's own headers, which packages do not have: its repository, built with
// -DBUILD_SHARED_LIBS=OFF.
#include "libde265/de265.h"
#include "libde265/image.h"
#include "libde265/slice.h"
#include <cstdio>
#include <cstdlib>
#include <vector>
static void tus(const de265_image* img, int x, int y, int log2, int depth) {
  if (img->get_split_transform_flag(x, y, depth)) {
    int h = 1 << (log2 - 1);
    tus(img, x, y, log2 - 1, depth + 1); tus(img, x + h, y, log2 - 1, depth + 1);
    tus(img, x, y + h, log2 - 1, depth + 1); tus(img, x + h, y + h, log2 - 1, depth + 1);
  } else printf("t %d %d %d\n", x, y, log2);
}
static void pb(const de265_image* img, int x, int y, int w, int h) {
  const PBMotion& m = img->get_mv_info(x, y);
  const slice_segment_header* s = img->get_SliceHeaderCtb(x >> img->get_sps().Log2CtbSizeY, y >> img->get_sps().Log2CtbSizeY);
  printf("p %d %d %d %d", x, y, w, h);
  for (int l = 0; l < 2; l++) {
    if (m.predFlag[l]) printf(" %d@%d(%d,%d)", m.refIdx[l], s->RefPicList_POC[l][m.refIdx[l]], m.mv[l].x, m.mv[l].y);
    else printf(" -");
  }
  printf("\n");
}
static void dump(const de265_image* img) {
  const seq_parameter_set& sps = img->get_sps();
  printf("picture %d\n", img->PicOrderCntVal);
  int mc = sps.MinCbSizeY;
  for (int y0 = 0; y0 < sps.PicHeightInMinCbsY; y0++) for (int x0 = 0; x0 < sps.PicWidthInMinCbsY; x0++) {
    int log2 = img->get_log2CbSize_cbUnits(x0, y0);
    if (!log2) continue;
    int x = x0 * mc, y = y0 * mc, s = 1 << log2, h = s / 2, q = s / 4;
    int mode = img->get_pred_mode(x, y), part = img->get_PartMode(x, y);
    printf("c %d %d %d %d %d %d %d\n", x, y, log2, mode, part, img->get_QPY(x, y), img->get_pcm_flag(x, y));
    if (mode == MODE_INTRA) {
      if (part == PART_NxN) for (int i = 0; i < 4; i++) printf("i %d %d %d\n", x + (i & 1) * h, y + (i >> 1) * h, (int)img->get_IntraPredMode(x + (i & 1) * h, y + (i >> 1) * h));
      else if (!img->get_pcm_flag(x, y)) printf("i %d %d %d\n", x, y, (int)img->get_IntraPredMode(x, y));
    } else switch (part) {
      case PART_2Nx2N: pb(img, x, y, s, s); break;
      case PART_2NxN: pb(img, x, y, s, h); pb(img, x, y + h, s, h); break;
      case PART_Nx2N: pb(img, x, y, h, s); pb(img, x + h, y, h, s); break;
      case PART_NxN: pb(img, x, y, h, h); pb(img, x + h, y, h, h); pb(img, x, y + h, h, h); pb(img, x + h, y + h, h, h); break;
      case PART_2NxnU: pb(img, x, y, s, q); pb(img, x, y + q, s, s - q); break;
      case PART_2NxnD: pb(img, x, y, s, s - q); pb(img, x, y + s - q, s, q); break;
      case PART_nLx2N: pb(img, x, y, q, s); pb(img, x + q, y, s - q, s); break;
      case PART_nRx2N: pb(img, x, y, s - q, s); pb(img, x + s - q, y, q, s); break;
    }
    if (mode != MODE_SKIP) tus(img, x, y, log2, 0);
  }
}
int main(int argc, char** argv) {
  FILE* f = fopen(argv[1], "rb"); std::vector<char> b(1 << 26); size_t n = fread(b.data(), 1, b.size(), f); fclose(f);
  de265_decoder_context* c = de265_new_decoder();
  de265_push_data(c, b.data(), n, 0, 0); de265_flush_data(c);
  int more = 1;
  while (more) {
    de265_error e = de265_decode(c, &more);
    const de265_image* img; while ((img = de265_get_next_picture(c))) dump(img);
    for (de265_error w; (w = de265_get_warning(c)) != DE265_OK;) fprintf(stderr, "warning: %s\n", de265_get_error_text(w));
    if (e != DE265_OK && e != DE265_ERROR_WAITING_FOR_INPUT_DATA) { fprintf(stderr, "error: %s\n", de265_get_error_text(e)); break; }
    if (e == DE265_ERROR_WAITING_FOR_INPUT_DATA) break;
  }
}
