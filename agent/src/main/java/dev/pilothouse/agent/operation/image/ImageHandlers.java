package dev.pilothouse.agent.operation.image;

import dev.pilothouse.agent.image.ImageSettings;
import dev.pilothouse.agent.operation.handler.Handler;
import dev.pilothouse.fleet.operation.ImageOperation;
import dev.pilothouse.fleet.operation.MakeImage;

/** Who carries out what is done to images. */
public final class ImageHandlers {
  private ImageHandlers() {}

  public static Handler of(ImageOperation operation, ImageSettings settings) {
    return switch (operation) {
      case ImageOperation.AddImage o -> new AddImageHandler(o, settings);
      case ImageOperation.RemoveImage o -> new RemoveImageHandler(o, settings);
    };
  }

  public static Handler of(MakeImage operation, ImageSettings settings) {
    return new MakeImageHandler(operation, settings, Sysprep.onPath(System.getenv("PATH")));
  }
}
