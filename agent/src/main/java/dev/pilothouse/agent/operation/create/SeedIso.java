package dev.pilothouse.agent.operation.create;

import com.github.stephenc.javaisotools.iso9660.ConfigException;
import com.github.stephenc.javaisotools.iso9660.ISO9660RootDirectory;
import com.github.stephenc.javaisotools.iso9660.impl.CreateISO;
import com.github.stephenc.javaisotools.iso9660.impl.ISO9660Config;
import com.github.stephenc.javaisotools.iso9660.impl.ISOImageFileHandler;
import com.github.stephenc.javaisotools.joliet.impl.JolietConfig;
import com.github.stephenc.javaisotools.rockridge.impl.RockRidgeConfig;
import com.github.stephenc.javaisotools.sabre.HandlerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A CD image of a few small files, labelled {@code cidata} as cloud-init looks for it. */
final class SeedIso {
  private static final String LABEL = "cidata";

  private SeedIso() {}

  /** With Rock Ridge and Joliet, because ISO 9660 alone has no lower case. */
  static byte[] of(Map<String, String> files) {
    try {
      // Mode 0700: the files hold keys and the hash of a password.
      Path folder = Files.createTempDirectory("pilothouse-seed");
      try {
        return write(folder, files);
      } finally {
        for (String name : files.keySet()) {
          Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder.resolve("seed.iso"));
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the seed cannot be written", e);
    } catch (HandlerException | ConfigException e) {
      throw new IllegalStateException("the seed cannot be made", e);
    }
  }

  private static byte[] write(Path folder, Map<String, String> files)
      throws IOException, HandlerException, ConfigException {
    ISO9660RootDirectory root = new ISO9660RootDirectory();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
      root.addFile(path.toFile());
    }
    Path image = folder.resolve("seed.iso");
    RockRidgeConfig rockRidge = new RockRidgeConfig();
    rockRidge.setMkisofsCompatibility(false);
    rockRidge.hideMovedDirectoriesStore(true);
    ISO9660Config iso = new ISO9660Config();
    iso.allowASCII(false);
    iso.setInterchangeLevel(1);
    iso.restrictDirDepthTo8(true);
    iso.setVolumeID(LABEL);
    JolietConfig joliet = new JolietConfig();
    joliet.setVolumeID(LABEL);
    new CreateISO(new ISOImageFileHandler(image.toFile()), root)
        .process(iso, rockRidge, joliet, null);
    return Files.readAllBytes(image);
  }
}
