package io.github.erlangcodebuild.push;

import io.github.erlangcodebuild.bundle.ToolchainBundle;
import io.github.erlangcodebuild.http.Retry;
import io.github.erlangcodebuild.image.BaseImage;
import io.github.erlangcodebuild.image.ContentDescriptor;
import io.github.erlangcodebuild.registry.BlobProgress;
import java.util.List;

/** What happens during a push, told to whoever shows it. Called from several threads. */
public interface PushLog extends Retry.Listener {

    /** The bundle's descriptor was read. */
    void bundle(ToolchainBundle bundle);

    /** The base's manifest and config were read. */
    void base(BaseImage base);

    /** The base was found in another way than was asked for, or may not be the one that is meant: whole sentences. */
    void baseWarning(String text);

    /** The blobs of this image are about to be brought into the repository, these in all, the config among them. */
    void transferring(PlannedImage image, List<ContentDescriptor> blobs);

    /** The repository has the toolchain layer already: the bundle's is read, to be verified. */
    void verifying(ToolchainBundle bundle);

    /** One of them begins. */
    BlobProgress blob(ContentDescriptor blob);

    /** All of them are there. */
    void transferred();

    /** The manifest is about to be sent under a tag. */
    void tagging(String tag);

    /** A tag names the image now. */
    void tagged(String tag);
}
