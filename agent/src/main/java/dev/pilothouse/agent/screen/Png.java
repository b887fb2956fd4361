package dev.pilothouse.agent.screen;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Reads a PNG by the JDK's reader, without its metadata and without a file. */
final class Png {

  /** The last chunk of every PNG; the JDK's reader makes do with a part of a picture. */
  private static final byte[] END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82
  };

  private Png() {}

  static Raster decode(byte[] data) throws IOException {
    if (!Arrays.equals(
        data, Math.max(0, data.length - END.length), data.length, END, 0, END.length)) {
      throw new IOException("no whole PNG");
    }
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
      reader.setInput(in, true, true);
      Raster.check(reader.getWidth(0), reader.getHeight(0));
      return raster(reader.read(0));
    } catch (RuntimeException e) { // what the JDK's reader throws for some broken files
      throw new IOException("a broken PNG", e);
    } finally {
      reader.dispose();
    }
  }

  static byte[] encode(Raster raster) throws IOException {
    BufferedImage image =
        new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, raster.width(), raster.height(), raster.rgb(), 0, raster.width());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", stream);
    }
    return out.toByteArray();
  }

  private static Raster raster(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getRaster().getDataBuffer() instanceof DataBufferByte bytes
        && image.getRaster().getSampleModel() instanceof PixelInterleavedSampleModel model
        && model.getNumBands() == 3
        && model.getPixelStride() == 3
        && model.getScanlineStride() == 3 * width
        && image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && Arrays.equals(model.getBandOffsets(), new int[] {2, 1, 0})) {
      return new Raster(width, height, bgr(bytes.getData(), width * height));
    }
    int[] rgb = image.getRGB(0, 0, width, height, null, 0, width); // of any other kind, slowly
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] &= 0xffffff;
    }
    return new Raster(width, height, rgb);
  }

  private static int[] bgr(byte[] data, int pixels) {
    int[] rgb = new int[pixels];
    for (int i = 0, from = 0; i < pixels; i++, from += 3) {
      rgb[i] = (data[from + 2] & 0xff) << 16 | (data[from + 1] & 0xff) << 8 | (data[from] & 0xff);
    }
    return rgb;
  }
}
