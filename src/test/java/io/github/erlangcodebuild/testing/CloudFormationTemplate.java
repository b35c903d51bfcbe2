package io.github.erlangcodebuild.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A template of CloudFormation's, as a tree.
 *
 * @param json the whole of it, with the arguments of CloudFormation's functions in place of their values
 */
public record CloudFormationTemplate(JsonNode json) {

    /** What CloudFormation's handler reads of a bucket: all that one can have. */
    private static final List<String> READS_OF_A_BUCKET = List.of(
            "s3:GetAccelerateConfiguration",
            "s3:GetAnalyticsConfiguration",
            "s3:GetBucketAbac",
            "s3:GetBucketAcl",
            "s3:GetBucketCORS",
            "s3:GetBucketLogging",
            "s3:GetBucketMetadataTableConfiguration",
            "s3:GetBucketNotification",
            "s3:GetBucketObjectLockConfiguration",
            "s3:GetBucketOwnershipControls",
            "s3:GetBucketPublicAccessBlock",
            "s3:GetBucketTagging",
            "s3:GetBucketVersioning",
            "s3:GetBucketWebsite",
            "s3:GetEncryptionConfiguration",
            "s3:GetIntelligentTieringConfiguration",
            "s3:GetInventoryConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:GetMetricsConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:ListTagsForResource");

    /** What CloudFormation's handler reads of a log group. The first three take no resource. */
    private static final List<String> READS_OF_A_LOG_GROUP = List.of(
            "logs:DescribeIndexPolicies",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetDataProtectionPolicy",
            "logs:ListTagsForResource");

    /** What CloudFormation's handler reads of a bucket, and these. */
    public static List<String> readsOfABucketAnd(String... others) {
        return Stream.concat(READS_OF_A_BUCKET.stream(), Stream.of(others)).toList();
    }

    /** What CloudFormation's handler reads of a log group, and these. */
    public static List<String> readsOfALogGroupAnd(String... others) {
        return Stream.concat(READS_OF_A_LOG_GROUP.stream(), Stream.of(others)).toList();
    }

    /** Reads one in YAML, with functions in their short form. */
    public static CloudFormationTemplate of(String yaml) {
        try {
            return new CloudFormationTemplate(new YAMLMapper().readTree(yaml.replaceAll("!\\w+\\b", "")));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types of its resources. */
    public Set<String> types() {
        Set<String> types = new TreeSet<>();
        json.at("/Resources").forEach(resource -> types.add(type(resource)));
        return types;
    }

    /** The logical IDs of its roles. CloudFormation names a role STACK-LOGICALID-RANDOM. */
    public List<String> roles() {
        return json.at("/Resources").properties().stream()
                .filter(resource -> type(resource.getValue()).equals("AWS::IAM::Role"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String type(JsonNode resource) {
        return resource.at("/Type").asText();
    }
}
