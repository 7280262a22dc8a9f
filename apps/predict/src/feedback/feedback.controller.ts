import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentPrincipal, type Principal, RequireScope, type Scope } from '@plumbline/access';
import { DatabaseAvailability, DatabaseAway } from '../database/index.js';
import { BatchSizeGuard } from './batch-size.guard.js';
import { FeedbackUnavailable } from './feedback.errors.js';
import {
  type Feedback,
  type FeedbackAnswer,
  feedbackAnswerSchema,
  type FeedbackBatch,
  type FeedbackBatchAnswer,
  feedbackBatchAnswerSchema,
  feedbackBatchSchema,
  feedbackSchema,
} from './feedback.schema.js';
import { FeedbackService } from './feedback.service.js';

/** Subjects label their own predictions; with the scope `feedback:any` also those of others. */
@ApiTags('feedback')
@RequireScope('feedback')
@Controller('feedback')
export class FeedbackController {
  constructor(
    private readonly feedback: FeedbackService,
    private readonly availability: DatabaseAvailability,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the true value of one prediction' })
  @ApiOkResponse({ standardSchema: feedbackAnswerSchema })
  @ApiNotFoundResponse()
  @ApiConflictResponse()
  accept(
    @Body({ schema: feedbackSchema }) body: Feedback,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FeedbackAnswer> {
    return this.failingFast(() => this.feedback.accept(body, ownerOf(principal)));
  }

  @Post('batch')
  @UseGuards(BatchSizeGuard)
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the true values of several predictions, all or none' })
  @ApiOkResponse({ standardSchema: feedbackBatchAnswerSchema })
  @ApiNotFoundResponse()
  @ApiConflictResponse()
  async acceptBatch(
    @Body({ schema: feedbackBatchSchema }) { feedback }: FeedbackBatch,
    @CurrentPrincipal() principal: Principal,
  ): Promise<FeedbackBatchAnswer> {
    return {
      feedback: await this.failingFast(() => this.feedback.acceptBatch(feedback, ownerOf(principal))),
    };
  }

  /**
   * While the database is known to be away, requests fail at once instead of waiting for its timeouts. Work that was given
   * up still ends as it does: a label that is stored late is counted, and sent again it is unchanged.
   */
  private async failingFast<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.availability.attempt(work);
    } catch (error) {
      throw error instanceof DatabaseAway ? new FeedbackUnavailable(error) : error;
    }
  }
}

/** The subject whose predictions the principal may label; undefined for all. */
function ownerOf({ subject, scopes }: Principal): string | undefined {
  return scopes.has('feedback:any' satisfies Scope) ? undefined : subject;
}
