import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '@plumbline/access';
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

/** Feedback usually comes from another system than the prediction, so every client with the scope may send it. */
@ApiTags('feedback')
@RequireScope('feedback')
@Controller('feedback')
export class FeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the true value of one prediction' })
  @ApiOkResponse({ standardSchema: feedbackAnswerSchema })
  accept(@Body({ schema: feedbackSchema }) body: Feedback): Promise<FeedbackAnswer> {
    return this.feedback.accept(body);
  }

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the true values of several predictions, all or none' })
  @ApiOkResponse({ standardSchema: feedbackBatchAnswerSchema })
  async acceptBatch(
    @Body({ schema: feedbackBatchSchema }) { feedback }: FeedbackBatch,
  ): Promise<FeedbackBatchAnswer> {
    return { feedback: await this.feedback.acceptBatch(feedback) };
  }
}
