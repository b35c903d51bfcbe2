package io.github.erlangcodebuild.doctor;

import io.github.erlangcodebuild.aws.Aws;
import io.github.erlangcodebuild.aws.ecr.OwnRepository;
import io.github.erlangcodebuild.aws.ecr.StoredImage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The repository and its images. */
final class ImageCheck {

    private static final String ID = "images";
    private static final String LABEL = "Images";
    private static final int SHOWN = 3;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ImageCheck() {}

    /**
     * What is in the repository.
     *
     * @param uri how images name it; empty when there is no repository
     * @param images those that have a tag, the newest first
     */
    record Images(Optional<String> uri, List<StoredImage> images) {

        /** The newest image of an OTP version. */
        Optional<StoredImage> newest(String erlangVersion) {
            return images.stream()
                    .filter(image -> image.tags().stream().anyMatch(tag -> isOf(erlangVersion, tag)))
                    .findFirst();
        }

        /** Whether push gives a tag to images of an OTP version: {@code 27.1}, {@code 27.1-20261128}. */
        static boolean isOf(String erlangVersion, String tag) {
            return tag.equals(erlangVersion) || tag.startsWith(erlangVersion + "-");
        }
    }

    static Examination.Check<Images> of(Aws aws, String repository, Examination examination) {
        OwnRepository ecr = new OwnRepository(aws, repository);
        return new Examination.Check<>(ID, LABEL, () -> {
            Optional<String> uri = examination.trying("ecr:DescribeRepositories", ecr::uri);
            List<StoredImage> images =
                    uri.isEmpty() ? List.of() : examination.trying("ecr:DescribeImages", ecr::images);
            return Checked.of(finding(repository, uri, images).with("repository", repository), new Images(uri, images));
        });
    }

    private static Finding finding(String repository, Optional<String> uri, List<StoredImage> images) {
        if (uri.isEmpty()) {
            return Finding.warning(ID, LABEL, "none: there is no repository " + repository);
        }
        if (images.isEmpty()) {
            return Finding.warning(ID, LABEL, "none with a tag in " + uri.get());
        }
        List<String> newest =
                images.stream().limit(SHOWN).map(ImageCheck::words).toList();
        return Finding.ok(
                        ID,
                        LABEL,
                        (images.size() == 1 ? "1" : images.size() + ", the newest of them") + " in " + uri.get())
                .withItems(newest)
                .with("uri", uri.get())
                .with("newest", newest);
    }

    private static String words(StoredImage image) {
        return String.join(", ", image.tags()) + "  pushed " + MINUTE.format(image.pushedAt())
                + String.format(Locale.ROOT, "  %.0f MB", image.bytes() / 1e6);
    }
}
